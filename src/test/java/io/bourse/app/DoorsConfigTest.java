package io.bourse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bourse.config.ConfigException;
import io.bourse.config.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoorsConfigTest {

    private static List<String> problems(String name, String value) {
        Settings settings = new Settings(Map.of(name, value));
        DoorsConfig.from(settings);
        return catchThrowableOfType(ConfigException.class, settings::finish).problems();
    }

    private static DoorsConfig read(String name, String value) {
        Settings settings = new Settings(Map.of(name, value));
        DoorsConfig config = DoorsConfig.from(settings);
        settings.finish();
        return config;
    }

    @Test
    void allAreOpenUnlessSomeAreNamed() {
        assertThat(read("BOURSE_DOORS", " ").open()).containsExactlyInAnyOrderElementsOf(DoorsConfig.NAMES);
        assertThat(read("BOURSE_DOORS", "drf,oauth,drf").open()).containsExactlyInAnyOrder("oauth", "drf");
    }

    @Test
    void anUnknownOneIsToldWithThoseThatThereAre() {
        assertThat(problems("BOURSE_DOORS", "oauth,xoxo"))
                .containsExactly("BOURSE_DOORS must list some of oauth, sso, drf, oracle, medplum, xoxoday, docs");
    }

    @Test
    void theStandardsCannotBeClosed() {
        assertThat(problems("BOURSE_DOORS", "xoxoday"))
                .singleElement()
                .asString()
                .startsWith("BOURSE_DOORS must list oauth too");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/chef", "/chef/v2", "/a-b_c"})
    void aPrefixIsAPath(String prefix) {
        assertThat(read("BOURSE_XOXODAY_PREFIX", prefix).xoxoday().prefix()).isEqualTo(prefix);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chef",
                "/",
                "/chef/",
                "//chef",
                "/../chef",
                "/:chef",
                "/che%66",
                "/chef?a",
                "/ch ef",
                "/*",
                "/a.b"
            })
    void anythingElseIsNot(String prefix) {
        assertThat(problems("BOURSE_XOXODAY_PREFIX", prefix))
                .singleElement()
                .asString()
                .startsWith("BOURSE_XOXODAY_PREFIX must be a path such as /chef");
    }

    @Test
    void norIsOneWithoutMeasure() {
        assertThat(problems("BOURSE_XOXODAY_PREFIX", "/" + "a".repeat(100))).hasSize(1);
    }
}
