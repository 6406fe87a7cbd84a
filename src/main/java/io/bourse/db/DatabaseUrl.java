package io.bourse.db;

import io.bourse.config.Secret;
import io.bourse.config.Settings;
import io.bourse.db.DatabaseAddress.Tls;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code postgresql://user[:password]@host[:port]/database[?sslmode=...&sslrootcert=...]} out of a setting. */
final class DatabaseUrl {

    private static final int DEFAULT_PORT = 5432;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;
    /** Unlike {@link URI}, takes host names with an underscore, as container networks have them. */
    private static final Pattern AUTHORITY = Pattern.compile(
            "(?:(?<user>[^:@]*)(?::(?<password>[^@]*))?@)?(?<host>\\[[0-9A-Fa-f:.]+]|[^:@\\[\\]]*)(?::(?<port>\\d+))?");

    private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");
    private static final String MODES =
            Stream.of(Tls.values()).map(DatabaseUrl::name).collect(Collectors.joining(", "));

    private final Settings settings;
    private final String variable;
    private boolean good = true;

    private DatabaseUrl(Settings settings, String variable) {
        this.settings = settings;
        this.variable = variable;
    }

    /** The address; empty if the variable is absent, or bad, which is then noted. No problem quotes the URL. */
    static Optional<DatabaseAddress> read(Settings settings, String variable) {
        return settings.string(variable).flatMap(new DatabaseUrl(settings, variable)::parse);
    }

    private Optional<DatabaseAddress> parse(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            problem("is no URL; special characters in it must be percent-encoded");
            return Optional.empty();
        }
        if (url.getScheme() == null || !SCHEMES.contains(url.getScheme())) {
            problem("must begin with postgresql://");
        }
        Matcher authority = AUTHORITY.matcher(url.getRawAuthority() == null ? "" : url.getRawAuthority());
        boolean named = authority.matches();
        String host = named ? authority.group("host").replaceAll("[\\[\\]]", "") : "";
        if (host.isEmpty()) {
            problem("names no host: postgresql://user@host:port/database");
        }
        String user = named && authority.group("user") != null ? decode(authority.group("user")) : "";
        if (user.isEmpty()) {
            problem("names no user: postgresql://user@host:port/database");
        }
        int port = named ? port(authority.group("port")) : DEFAULT_PORT;
        String path = url.getPath() == null ? "" : url.getPath();
        if (path.length() < 2 || path.indexOf('/', 1) > 0) {
            problem("names no database: postgresql://user@host:port/database");
        }
        Map<String, String> query = query(url.getRawQuery());
        Tls tls = tls(query.remove("sslmode"));
        Path rootCertificate = rootCertificate(query.remove("sslrootcert"));
        for (String unknown : query.keySet()) {
            problem("has a parameter that is not known: " + unknown + "; known are sslmode and sslrootcert");
        }
        if (!good) {
            return Optional.empty();
        }
        String password = authority.group("password");
        Secret secret = password == null ? null : new Secret(decode(password));
        return Optional.of(new DatabaseAddress(host, port, path.substring(1), user, secret, tls, rootCertificate));
    }

    private int port(@Nullable String digits) {
        if (digits == null) {
            return DEFAULT_PORT;
        }
        int port = digits.length() > MAX_PORT_DIGITS ? 0 : Integer.parseInt(digits);
        if (port < 1 || port > MAX_PORT) {
            problem("names a port that is not between 1 and " + MAX_PORT);
        }
        return port;
    }

    private static Map<String, String> query(@Nullable String text) {
        Map<String, String> query = new HashMap<>();
        if (text != null && !text.isEmpty()) {
            for (String pair : text.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                query.put(decode(parts[0]), parts.length < 2 ? "" : decode(parts[1]));
            }
        }
        return query;
    }

    private Tls tls(@Nullable String mode) {
        if (mode == null) {
            return Tls.PREFER;
        }
        for (Tls tls : Tls.values()) {
            if (name(tls).equals(mode)) {
                return tls;
            }
        }
        problem("has an unknown sslmode; it must be one of " + MODES);
        return Tls.PREFER;
    }

    private @Nullable Path rootCertificate(@Nullable String file) {
        if (file == null) {
            return null;
        }
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            problem("has an sslrootcert that cannot be read: " + path);
        }
        return path;
    }

    private void problem(String text) {
        good = false;
        settings.problem(variable, text);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String name(Tls tls) {
        return tls.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
