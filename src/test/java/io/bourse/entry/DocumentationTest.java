package io.bourse.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.provider.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of docs/entries.md name the keys that are read: all of them and no other. */
class DocumentationTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`.*?) \\|");
    private static final Pattern KEY = Pattern.compile("`([a-z_.]+)`");

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.arguments("## Projects", EntryFile.PROJECT_KEYS),
                Arguments.arguments("## Clients", ClientReader.KEYS),
                Arguments.arguments("## Users", UserReader.KEYS),
                Arguments.arguments("## Providers", ProviderReader.KEYS),
                Arguments.arguments("`jwks`:", ProofReader.JWKS_KEYS),
                Arguments.arguments("`userinfo`:", ProofReader.USERINFO_KEYS),
                Arguments.arguments("`introspection`:", ProofReader.INTROSPECTION_KEYS),
                Arguments.arguments("`subject`:", ProviderReader.SUBJECT_KEYS),
                Arguments.arguments("`claims`:", Provider.CLAIMS),
                Arguments.arguments("`limits`:", ProviderReader.LIMITS_KEYS),
                Arguments.arguments("Google's tokeninfo:", ProofReader.TOKEN_INFO_KEYS),
                Arguments.arguments("Facebook's debug_token:", ProofReader.DEBUG_TOKEN_KEYS),
                Arguments.arguments("GitHub's check of a token:", ProofReader.APPLICATION_CHECK_KEYS),
                Arguments.arguments("### Presets", presets()),
                Arguments.arguments("## Exchanges", ExchangeReader.KEYS),
                Arguments.arguments("`subject` and `actor`:", ExchangeReader.SOURCE_KEYS),
                Arguments.arguments("## Targets", TargetReader.KEYS),
                Arguments.arguments("## Principals", PrincipalReader.KEYS));
    }

    private static Set<String> presets() {
        return Stream.of(Preset.values()).map(Choice::name).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource
    void tables(String heading, Set<String> keys) throws IOException {
        assertThat(documented(heading)).containsExactlyInAnyOrderElementsOf(keys);
    }

    private static Set<String> documented(String heading) throws IOException {
        String text = Files.readString(Path.of("docs", "entries.md"));
        int start = text.indexOf("\n" + heading + "\n");
        assertThat(start).as(heading).isNotNegative();
        Set<String> documented = new TreeSet<>();
        String table = text.substring(text.indexOf("|---", start)).split("\n\n", 2)[0];
        Matcher row = ROW.matcher(table);
        while (row.find()) {
            Matcher key = KEY.matcher(row.group(1));
            while (key.find()) {
                documented.add(key.group(1));
            }
        }
        return documented;
    }
}
