package io.bourse.app;

import io.bourse.http.Form;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body of a request for a token, put together from a file and the command line. Not to be logged. */
final class RequestBody {

    /** What must not stand on a command line. */
    private static final Set<String> SECRETS = Set.of(
            "password",
            "client_secret",
            "client_assertion",
            "refresh_token",
            "assertion",
            "token",
            "subject_token",
            "actor_token");

    private static final Path STANDARD_INPUT = Path.of("-");

    private final List<String> fields = new ArrayList<>();

    private RequestBody() {}

    /**
     * Reads the file, if there is one, and adds the parameters.
     *
     * @param file {@code -} is standard input
     * @param parameters each as {@code name=value}
     * @throws CommandFailure if the file cannot be read, a parameter has no name, or its value would be a secret
     */
    static RequestBody of(@Nullable Path file, List<String> parameters) {
        RequestBody body = new RequestBody();
        if (file != null) {
            body.fields.add(read(file));
        }
        parameters.forEach(body::addParameter);
        return body;
    }

    private void addParameter(String parameter) {
        int equals = parameter.indexOf('=');
        if (equals <= 0) {
            throw misused("--param must be NAME=VALUE");
        }
        String name = parameter.substring(0, equals);
        if (SECRETS.contains(name)) {
            throw misused("--param " + name + ": others can read command lines; put the request into a file for -f");
        }
        add(name, parameter.substring(equals + 1));
    }

    /** Adds what the file holds, unless there is none. */
    void addFile(String name, @Nullable Path file) {
        if (file != null) {
            add(name, read(file));
        }
    }

    private void add(String name, String value) {
        fields.add(URLEncoder.encode(name, StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    /** @throws CommandFailure if nothing was given */
    void requireSome() {
        if (fields.isEmpty()) {
            throw misused("there is no request: give its body with -f FILE (- for standard input), or --param");
        }
    }

    /** @throws io.bourse.oauth.OAuthException {@code invalid_request} if it is malformed, as at the token endpoint */
    Form form() {
        return Form.parse(Buffer.buffer(String.join("&", fields)), Form.TARGETS);
    }

    /** Without white space around it, such as the line end that editors put there. */
    private static String read(Path file) {
        try {
            byte[] bytes = file.equals(STANDARD_INPUT) ? System.in.readAllBytes() : Files.readAllBytes(file);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw misused("cannot read " + file);
        }
    }

    private static CommandFailure misused(String problem) {
        return new CommandFailure(Main.MISUSED, List.of(problem));
    }
}
