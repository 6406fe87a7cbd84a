package io.bourse.fakes;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Signs requests as draft-cavage-http-signatures says, in the forms of Oracle's SDKs; written from the draft, and shares
 * nothing with what checks signatures.
 */
public record RequestSigner(String keyId, PrivateKey key) {

    /** How each SDK orders the parameters of its header, and what it signs in which order. */
    public enum Form {
        JAVA(
                ",",
                "headers keyId algorithm signature version",
                "date (request-target) host content-length content-type x-content-sha256"),
        PYTHON(
                ",",
                "algorithm headers keyId signature version",
                "date (request-target) host content-length content-type x-content-sha256"),
        GO(
                ",",
                "version headers keyId algorithm signature",
                "date (request-target) host content-length content-type x-content-sha256"),
        TYPESCRIPT(
                ",",
                "version keyId algorithm headers signature",
                "x-date (request-target) host Content-Type Content-Length x-content-sha256"),
        CURL(
                ", ",
                "version keyId algorithm headers signature",
                "(request-target) date host x-content-sha256 content-type content-length");

        private final String separator;
        private final List<String> parameters;
        private final List<String> covered;

        Form(String separator, String parameters, String covered) {
            this.separator = separator;
            this.parameters = List.of(parameters.split(" "));
            this.covered = List.of(covered.split(" "));
        }

        public List<String> covered() {
            return covered;
        }
    }

    /** The base64 of a body's SHA-256. */
    public static String digest(byte[] body) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The Authorization header over these headers of the message, whatever case their names are in. */
    public String authorization(Form form, String method, String target, Map<String, String> headers) {
        return authorization(form, form.covered, method, target, headers);
    }

    /** The same over other headers. */
    public String authorization(
            Form form, List<String> covered, String method, String target, Map<String, String> headers) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("version", "1");
        parameters.put("keyId", keyId);
        parameters.put("algorithm", "rsa-sha256");
        parameters.put("headers", String.join(" ", covered));
        parameters.put("signature", sign(signingString(covered, method, target, headers)));
        return "Signature "
                + form.parameters.stream()
                        .map(name -> name + "=\"" + parameters.get(name) + "\"")
                        .collect(Collectors.joining(form.separator));
    }

    private static String signingString(
            List<String> covered, String method, String target, Map<String, String> headers) {
        return covered.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .map(name -> name + ": "
                        + (name.equals("(request-target)")
                                ? method.toLowerCase(Locale.ROOT) + " " + target
                                : valueOf(name, headers)))
                .collect(Collectors.joining("\n"));
    }

    private static String valueOf(String name, Map<String, String> headers) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(", "));
    }

    /** The base64 of an RSA PKCS #1 v1.5 signature with SHA-256. */
    public String sign(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return "RequestSigner[" + keyId + "]";
    }
}
