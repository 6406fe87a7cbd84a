package io.bourse.entry;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a file.
 *
 * @param project the project that it names; null if it names none
 * @param secrets the secrets that it gives, not hashed
 * @param draft what it says; the project and the stored secrets in it are still blank
 */
record Declared<T>(Place place, @Nullable String project, List<GivenSecret> secrets, T draft) {

    Declared {
        secrets = List.copyOf(secrets);
    }

    /** The same in this project. */
    Declared<T> in(String newProject) {
        return new Declared<>(place, newProject, secrets, draft);
    }

    /** The project, once {@link Resolution} has found it. */
    String inProject() {
        return Objects.requireNonNull(project);
    }

    /** How many of the secrets somebody chose, so that they have to be hashed. */
    long chosenSecrets() {
        return secrets.stream().filter(GivenSecret.Chosen.class::isInstance).count();
    }

    void problem(Problems problems, String key, String text) {
        place.problem(problems, key, text);
    }
}
