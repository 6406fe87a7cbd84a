package io.bourse.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The body that a route takes. An empty body passes for all: what it lacks is then a missing parameter. */
public enum Accepts {
    /** A body is read under the cap and not looked at. */
    NOTHING(Set.of()),
    FORM(Set.of(Accepts.FORM_TYPE)),
    JSON(Set.of(Accepts.JSON_TYPE)),
    /** For dialects whose clients say of any JSON that it is one of their resources (FHIR). */
    JSON_OR_FHIR(Set.of(Accepts.JSON_TYPE, "application/fhir+json")),
    /** Texts of entries (RFC 9512). */
    JSON_OR_YAML(Set.of(Accepts.JSON_TYPE, "application/yaml")),
    FORM_OR_JSON(Set.of(Accepts.FORM_TYPE, Accepts.JSON_TYPE)),
    /** For dialects that declare multipart beside the other two. */
    FORM_MULTIPART_OR_JSON(Set.of(Accepts.FORM_TYPE, Accepts.JSON_TYPE, Multipart.TYPE)),
    /** For dialects that never look at the type. */
    ANYTHING(Set.of());

    static final String FORM_TYPE = "application/x-www-form-urlencoded";
    static final String JSON_TYPE = "application/json";

    private final Set<String> types;

    Accepts(Set<String> types) {
        this.types = types;
    }

    /**
     * Checks what describes the body.
     *
     * @throws HttpFailure 415 if the type is another, its charset is not UTF-8, or the content is encoded
     */
    void check(Call call) {
        if (this == NOTHING || call.body().length() == 0) {
            return;
        }
        for (String coding : call.headers("Content-Encoding")) {
            if (!coding.strip().equalsIgnoreCase("identity")) {
                throw HttpFailure.unsupportedMediaType("content encoding");
            }
        }
        if (this != ANYTHING) {
            checkType(call.headers("Content-Type"));
        }
    }

    private void checkType(List<String> values) {
        if (values.size() != 1) {
            throw HttpFailure.unsupportedMediaType(values.size() + " content types");
        }
        String[] parts = values.get(0).split(";", -1);
        if (!types.contains(lower(parts[0]))) {
            throw HttpFailure.unsupportedMediaType("content type");
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = lower(parts[i]).replace("\"", "");
            if (parameter.startsWith("charset") && !parameter.equals("charset=utf-8")) {
                throw HttpFailure.unsupportedMediaType("charset");
            }
        }
    }

    /** The media types that are taken; empty if the body or its type is not looked at. */
    public Set<String> types() {
        return types;
    }

    /** The media type without parameters, in lower case. */
    static String lower(String type) {
        return type.strip().toLowerCase(Locale.ROOT);
    }
}
