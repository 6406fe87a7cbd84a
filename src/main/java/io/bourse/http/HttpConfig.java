package io.bourse.http;

import io.bourse.config.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How the servers listen and stop.
 *
 * @param corsOrigins exactly as browsers send them
 * @param eventLoops how many event loops serve HTTP
 * @param drain how long a stopping node still serves while it is not ready
 * @param shutdownTimeout how long requests in flight may take after that
 * @param maxConnections of the whole process
 */
public record HttpConfig(
        String host,
        int port,
        int managementPort,
        Set<String> corsOrigins,
        int eventLoops,
        Duration drain,
        Duration shutdownTimeout,
        int maxConnections) {

    static final String PORT = "BOURSE_PORT";
    static final String MANAGEMENT_PORT = "BOURSE_MANAGEMENT_PORT";
    private static final String CORS_ORIGINS = "BOURSE_CORS_ORIGINS";
    private static final int MAX_EVENT_LOOPS = 256;
    private static final int MAX_CONNECTIONS = 1_000_000;

    public HttpConfig {
        corsOrigins = Set.copyOf(corsOrigins);
    }

    /** Where what is not set differs between a server and a demo. */
    public enum Defaults {
        SERVER("0.0.0.0", Duration.ofSeconds(5)),
        /** Its secrets are known, so it listens to this machine only; and nobody routes to it, so it stops at once. */
        DEMO("127.0.0.1", Duration.ZERO);

        private final String host;
        private final Duration drain;

        Defaults(String host, Duration drain) {
            this.host = host;
            this.drain = drain;
        }
    }

    /** Reads and checks; notes every problem in the settings. */
    public static HttpConfig from(Settings settings, Defaults defaults) {
        int port = settings.port(PORT, 8080);
        int managementPort = settings.port(MANAGEMENT_PORT, 9090);
        if (port == managementPort && port != 0) {
            settings.problem(MANAGEMENT_PORT, "must not be " + PORT + " too: " + port);
        }
        return new HttpConfig(
                settings.string("BOURSE_HOST", defaults.host),
                port,
                managementPort,
                origins(settings),
                settings.integer("BOURSE_EVENT_LOOPS", Runtime.getRuntime().availableProcessors(), 1, MAX_EVENT_LOOPS),
                settings.duration("BOURSE_DRAIN", defaults.drain, Duration.ZERO, Duration.ofMinutes(5)),
                settings.duration(
                        "BOURSE_SHUTDOWN_TIMEOUT", Duration.ofSeconds(20), Duration.ZERO, Duration.ofMinutes(5)),
                settings.integer("BOURSE_MAX_CONNECTIONS", 10_000, 1, MAX_CONNECTIONS));
    }

    /** Where the doors listen. */
    public Binding binding() {
        return new Binding(host, port, PORT);
    }

    /** Where health and metrics listen. */
    public Binding managementBinding() {
        return new Binding(host, managementPort, MANAGEMENT_PORT);
    }

    private static Set<String> origins(Settings settings) {
        List<String> origins = settings.list(CORS_ORIGINS);
        for (String origin : origins) {
            if (!isOrigin(origin)) {
                settings.problem(CORS_ORIGINS, "must list origins such as https://app.example, without path or star");
            }
        }
        return Set.copyOf(origins);
    }

    /** Whether this is an origin in the one form that browsers send (RFC 6454 section 6.2). */
    private static boolean isOrigin(String text) {
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme());
            int usual = scheme.equals("https") ? 443 : 80;
            String host = uri.getHost();
            boolean web = scheme.equals("https") || scheme.equals("http");
            return web
                    && host != null
                    && uri.getPort() != usual
                    && text.equals(scheme + "://" + host + (uri.getPort() < 0 ? "" : ":" + uri.getPort()))
                    && text.equals(text.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
