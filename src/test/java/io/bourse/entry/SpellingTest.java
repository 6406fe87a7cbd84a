package io.bourse.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody may have meant, and that finding it stays cheap whatever is sent. */
class SpellingTest {

    /** A cell within three of the diagonal, for every letter of the longest word that is compared. */
    private static final long MAX_STEPS_OF_ONE = 7L * Spelling.MAX_LENGTH;

    private final Spelling spelling = new Spelling();

    @ParameterizedTest
    @CsvSource({
        "demo,dmo,demo",
        "demo,demoo,demo",
        "demo,domo,demo",
        "gateway,gtwy,''",
        "gateway,gateXYZ,gateway",
        "gateway,WXYZway,''",
        "ab,a,ab",
        "abcdef,badcfe,''",
        "abc,xyz,''",
        "kitten,sitting,kitten"
    })
    void theNearestIsWithinThreeLettersAndHalfOfTheWord(String known, String typed, String nearest) {
        assertThat(spelling.nearest(typed, Stream.of(known)).orElse("")).isEqualTo(nearest);
    }

    @Test
    void theNearestOfSeveralIsTheFirstByNameOfThoseThatAreAsNear() {
        assertThat(spelling.nearest("clint", Stream.of("clients", "flint", "client")))
                .contains("client");
        assertThat(spelling.nearest("client", Stream.of("cliens", "client", "aclient")))
                .contains("client");
    }

    @Test
    void wordsOfAnotherLengthAreNotCompared() {
        assertThat(spelling.nearest("short", Stream.of("much too long for it", "")))
                .isEmpty();
        assertThat(spelling.nearest("x".repeat(101), Stream.of("x".repeat(101))))
                .isEmpty();

        assertThat(spelling.steps()).isZero();
    }

    @Test
    void wordsThatBeginDifferentlyAreSoonLeft() {
        assertThat(spelling.nearest("x".repeat(100), Stream.of("y".repeat(100))))
                .isEmpty();

        assertThat(spelling.steps()).isLessThan(50);
    }

    @Test
    void onlySoManyNamesAreComparedForOneWord() {
        String typed = "a".repeat(97);
        List<String> known = IntStream.range(0, 10_000)
                .mapToObj(i -> typed.substring(3) + String.format("%06d", i))
                .toList();

        spelling.nearest(typed, known.stream());

        assertThat(spelling.steps()).isBetween(1L, Spelling.MAX_COMPARED * MAX_STEPS_OF_ONE);
    }

    /** A text of a thousand names of almost the same letters, each misspelt. */
    @Test
    void onlyTheFirstProblemsOfATextAreHelped() {
        Set<String> known =
                IntStream.range(0, 1_000).mapToObj(i -> "a".repeat(90) + i).collect(Collectors.toSet());

        List<String> remedies = known.stream()
                .map(id -> spelling.remedy(id + "xx", known.stream(), () -> "add it"))
                .toList();

        assertThat(remedies.subList(0, 20)).allMatch(remedy -> remedy.startsWith("; did you mean "));
        assertThat(remedies.subList(20, 1_000)).containsOnly("");
        assertThat(spelling.steps()).isLessThan(20 * Spelling.MAX_COMPARED * MAX_STEPS_OF_ONE);
    }

    @Test
    void theProblemsOfATextShareTheHelp() {
        String text = IntStream.range(0, 30)
                .mapToObj(i -> "- {id: p" + i + ", project: demoo, authentication: none}\n")
                .collect(Collectors.joining("", "projects:\n- {id: demo}\nclients:\n", ""));
        Entries entries = new EntryFile(ExternalSecrets.NONE).parse("f", text);
        Snapshot nothing = new Snapshot(
                Map.of(), Map.of(), List.of(), Map.of(), Map.of(), Map.of(), Map.of(), Set.of(), Set.of(), Map.of());

        EntryProblems problems = catchThrowableOfType(EntryProblems.class, () -> Resolution.resolve(entries, nothing));

        assertThat(problems.problems()).extracting(EntryProblems.Problem::text).satisfies(texts -> {
            assertThat(texts.subList(0, 20)).allMatch(each -> each.endsWith("does not exist; did you mean demo?"));
            assertThat(texts.subList(20, 30)).allMatch(each -> each.endsWith("does not exist"));
        });
    }

    @Test
    void callersSendOnlySoManySecretsToHash() {
        String users = IntStream.rangeClosed(1, 101)
                .mapToObj(i -> "- {username: u" + i + ", project: demo, password: correct horse}\n")
                .collect(Collectors.joining("", "users:\n", ""));
        String fewer = users.substring(0, users.indexOf("- {username: u101"));

        EntryProblems problems = catchThrowableOfType(
                EntryProblems.class, () -> EntryFile.ofCallers().parse("f", users));

        assertThat(problems.lines())
                .containsExactly("f:102: user u101 gives more secrets and passwords to hash than the 100 of one text;"
                        + " send several, or use: bourse apply");
        assertThat(EntryFile.ofCallers().parse("f", fewer).users()).hasSize(100);
        assertThat(new EntryFile(ExternalSecrets.NONE).parse("f", users).users())
                .hasSize(101);
    }
}
