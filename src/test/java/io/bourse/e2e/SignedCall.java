package io.bourse.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bourse.fakes.RequestSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** A signed request in the making, written to the socket byte for byte: HTTP clients decide too much of it themselves. */
final class SignedCall {

    static final String RESUME = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange"
            + "&scope=http://www.ocisampleservice.com/resume"
            + "&requested_token_type=urn:ietf:params:oauth:token-type:access_token";

    private static final String TRY = "x-try";
    private static final String TARGET = "/oauth2/v1/token";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A date tells seconds only, and RSA signs the same twice: two calls of one second would be one used twice. */
    private static final Set<Long> USED = ConcurrentHashMap.newKeySet();

    private static final int SECONDS = 200;

    private final int port;
    private final RequestSigner signer;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> sentHeaders = new LinkedHashMap<>();
    private final List<String> afterwards = new ArrayList<>();
    private RequestSigner.Form form = RequestSigner.Form.CURL;
    private List<String> covered = form.covered();
    private UnaryOperator<String> authorization = UnaryOperator.identity();
    private String body = RESUME;
    private String sentBody = RESUME;

    /** @param host as which it is signed */
    SignedCall(int port, String host, RequestSigner signer) {
        this.port = port;
        this.signer = signer;
        headers.put("host", host);
        headers.put("content-type", "application/x-www-form-urlencoded;charset=utf-8");
    }

    /** As one of the SDKs does it. */
    SignedCall like(RequestSigner.Form sdk) {
        this.form = sdk;
        this.covered = sdk.covered();
        return this;
    }

    /** Signed at this time. */
    SignedCall at(Instant time) {
        return header(
                form.covered().contains("x-date") ? "x-date" : "date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC)));
    }

    /** A second of the last minutes in which nothing was signed. */
    private static Instant unused() {
        long now = Instant.now().getEpochSecond();
        for (long second = now; second > now - SECONDS; second--) {
            if (USED.add(second)) {
                return Instant.ofEpochSecond(second);
            }
        }
        throw new IllegalStateException("too many calls in too short a time; see unlikeOthers");
    }

    /** Signed with this header. */
    SignedCall header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** With a header that no other call has, for whoever asks again and again. */
    SignedCall unlikeOthers() {
        return header(TRY, UUID.randomUUID().toString()).covering(TRY);
    }

    SignedCall body(String text) {
        this.body = text;
        this.sentBody = text;
        headers.remove("x-content-sha256");
        return this;
    }

    /** The form of {@link #RESUME} with another scope. */
    SignedCall scope(String scope) {
        return body(RESUME.replace("http://www.ocisampleservice.com/resume", scope));
    }

    /** Another body than the one that was signed. */
    SignedCall sending(String text) {
        this.sentBody = text;
        return this;
    }

    SignedCall without(String header) {
        List<String> fewer = new ArrayList<>(covered);
        fewer.remove(header);
        this.covered = fewer;
        return this;
    }

    SignedCall covering(String header) {
        List<String> more = new ArrayList<>(covered);
        more.add(header);
        this.covered = more;
        return this;
    }

    /** Sends this besides what was signed. */
    SignedCall adding(String line) {
        afterwards.add(line);
        return this;
    }

    /** Sends this header with another value than was signed. */
    SignedCall sending(String header, String value) {
        sentHeaders.put(header, value);
        return this;
    }

    /** Changes the Authorization header once it is signed; to nothing leaves it away. */
    SignedCall authorization(UnaryOperator<String> change) {
        this.authorization = change;
        return this;
    }

    /** The bytes of the request; each sending of them is the same request. */
    byte[] sign() {
        if (!headers.containsKey("date") && !headers.containsKey("x-date")) {
            at(headers.containsKey(TRY) ? Instant.now() : unused());
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        headers.put("content-length", Integer.toString(bytes.length));
        headers.putIfAbsent("x-content-sha256", RequestSigner.digest(bytes));
        String signed = authorization.apply(signer.authorization(form, covered, "POST", TARGET, headers));
        StringBuilder head = new StringBuilder("POST " + TARGET + " HTTP/1.1\r\nConnection: close\r\n");
        headers.put("content-length", Integer.toString(sentBody.getBytes(StandardCharsets.UTF_8).length));
        headers.putAll(sentHeaders);
        headers.forEach((name, value) -> head.append(spelt(name) + ": " + value + "\r\n"));
        if (!signed.isEmpty()) {
            head.append("Authorization: " + signed + "\r\n");
        }
        afterwards.forEach(line -> head.append(line + "\r\n"));
        return (head + "\r\n" + sentBody).getBytes(StandardCharsets.UTF_8);
    }

    /** As the SDK spells the name. */
    private String spelt(String name) {
        return form.covered().stream()
                .filter(each -> each.equalsIgnoreCase(name))
                .findFirst()
                .orElse(name);
    }

    Reply send() {
        return send(port, sign());
    }

    /** Sends these bytes and reads the answer to the end. */
    static Reply send(int port, byte[] request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request);
            return Reply.parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An answer.
     *
     * @param headers by the name in lower case
     */
    record Reply(int status, Map<String, String> headers, String body) {

        private static Reply parse(String text) {
            String[] parts = text.split("\r\n\r\n", 2);
            String[] lines = parts[0].split("\r\n");
            Map<String, String> headers = new LinkedHashMap<>();
            for (int i = 1; i < lines.length; i++) {
                String[] header = lines[i].split(": ", 2);
                headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
            }
            return new Reply(Integer.parseInt(lines[0].split(" ")[1]), headers, parts[1]);
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + body, e);
            }
        }

        String text(String member) {
            return json().path(member).asText();
        }

        /** The claims of the access token, unverified. */
        JsonNode claims() {
            try {
                String token = text("access_token");
                return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
