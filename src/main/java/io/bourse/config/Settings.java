package io.bourse.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A typed reader over {@code BOURSE_*} variables. A bad value is noted and the default returned, so that one run finds
 * every problem; {@link #finish()} then fails with all of them, including variables under our prefix that nobody read.
 * Not for use by several threads.
 */
public final class Settings {

    private static final String PREFIX = "BOURSE_";
    private static final String FILE_SUFFIX = "_FILE";
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private final Map<String, String> variables;
    private final Set<String> read = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    public Settings(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    public static Settings fromEnvironment() {
        return new Settings(System.getenv());
    }

    /** Any variable of the environment, for what is not a setting of ours; null if it is not set. */
    public static @Nullable String variable(String name) {
        return System.getenv(name);
    }

    /** The value; empty if the variable is absent or blank. */
    public Optional<String> string(String name) {
        read.add(name);
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    public String string(String name, String fallback) {
        return string(name).orElse(fallback);
    }

    public int integer(String name, int fallback, int min, int max) {
        Optional<String> value = string(name);
        if (value.isEmpty()) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException ignored) {
            // reported below, with the range
        }
        problem(name, "must be a whole number from " + min + " to " + max);
        return fallback;
    }

    /** A TCP port; 0 lets the system choose one. */
    public int port(String name, int fallback) {
        return integer(name, fallback, 0, 65535);
    }

    public boolean flag(String name, boolean fallback) {
        Optional<String> value = string(name);
        if (value.isEmpty()) {
            return fallback;
        }
        if (value.get().equals("true") || value.get().equals("false")) {
            return value.get().equals("true");
        }
        problem(name, "must be true or false");
        return fallback;
    }

    /** A duration such as {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h}, {@code 30d}. */
    public Duration duration(String name, Duration fallback, Duration min, Duration max) {
        Optional<String> value = string(name);
        if (value.isEmpty()) {
            return fallback;
        }
        Optional<Duration> duration = parseDuration(value.get());
        if (duration.isPresent()
                && duration.get().compareTo(min) >= 0
                && duration.get().compareTo(max) <= 0) {
            return duration.get();
        }
        problem(name, "must be a duration from " + text(min) + " to " + text(max) + ", such as " + text(fallback));
        return fallback;
    }

    /** One of an enum's constants, in lower case. */
    public <E extends Enum<E>> E choice(String name, E fallback) {
        Optional<String> value = string(name);
        if (value.isEmpty()) {
            return fallback;
        }
        E[] constants = fallback.getDeclaringClass().getEnumConstants();
        for (E constant : constants) {
            if (lower(constant).equals(value.get())) {
                return constant;
            }
        }
        String choices = Stream.of(constants).map(Settings::lower).collect(Collectors.joining(", "));
        problem(name, "must be one of " + choices);
        return fallback;
    }

    public Path path(String name, Path fallback) {
        return string(name).map(Path::of).orElse(fallback);
    }

    /** A comma-separated list; empty if the variable is absent. */
    public List<String> list(String name) {
        return string(name).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** A secret, from the variable itself or from the file that {@code NAME_FILE} names; both at once is a problem. */
    public Optional<Secret> secret(String name) {
        Optional<String> value = string(name);
        Optional<String> file = string(name + FILE_SUFFIX);
        if (value.isPresent() && file.isPresent()) {
            problem(name, "and " + name + FILE_SUFFIX + " are both set; set one");
            return Optional.empty();
        }
        if (file.isPresent()) {
            return readFile(name + FILE_SUFFIX, Path.of(file.get())).map(Secret::new);
        }
        return value.map(Secret::new);
    }

    private Optional<String> readFile(String name, Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (!text.isEmpty()) {
                return Optional.of(text);
            }
            problem(name, "names an empty file: " + file);
        } catch (IOException e) {
            problem(name, "names a file that cannot be read: " + file);
        }
        return Optional.empty();
    }

    /** Notes a problem with a variable; the text says how to mend it. */
    public void problem(String name, String text) {
        problems.add(name + " " + text);
    }

    /** @throws ConfigException if there was any problem, or a variable under our prefix that no reader asked for */
    public void finish() {
        for (String name : new TreeSet<>(variables.keySet())) {
            if (name.startsWith(PREFIX) && !read.contains(name)) {
                problem(name, "is not a setting of Bourse; see the table of variables in the README");
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    /** Parses {@code 10s} and its like; empty if it is not of that form. */
    public static Optional<Duration> parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    /** The shortest form that {@link #parseDuration} reads back. */
    public static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 3600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86400 != 0 ? seconds / 3600 + "h" : seconds / 86400 + "d";
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
