package io.bourse.e2e;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The ways in which a call may bring its fields. */
enum BodyType {
    FORM("application/x-www-form-urlencoded") {
        @Override
        String write(List<Map.Entry<String, String>> fields) {
            return fields.stream()
                    .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                    .collect(Collectors.joining("&"));
        }
    },
    /** As curl writes it. */
    MULTIPART("multipart/form-data; boundary=------------------------d74496d66958873e") {
        @Override
        String write(List<Map.Entry<String, String>> fields) {
            return fields.stream()
                            .map(field -> BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field.getKey()
                                    + "\"\r\n\r\n" + field.getValue() + "\r\n")
                            .collect(Collectors.joining())
                    + BOUNDARY + "--\r\n";
        }
    },
    JSON("application/json") {
        @Override
        String write(List<Map.Entry<String, String>> fields) {
            JsonObject object = new JsonObject();
            fields.forEach(field -> object.put(field.getKey(), field.getValue()));
            return object.encode();
        }
    };

    private static final String BOUNDARY = "--------------------------d74496d66958873e";

    private final String contentType;

    BodyType(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    abstract String write(List<Map.Entry<String, String>> fields);

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
