package io.bourse.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.user.User;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The first entry of a text as it is registered, in the form in which it is shown. */
final class RegisteredForm {

    private RegisteredForm() {}

    /** @param entries each with its project; empty if none of them is registered */
    static Optional<ObjectNode> of(Entries entries, Snapshot before) {
        return Stream.of(
                        forms(entries.projects(), it -> before.projects().get(it.id()), FileForm::of),
                        forms(entries.clients(), it -> before.clients().get(it.id()), FileForm::of),
                        entries.users().stream()
                                .flatMap(user -> before.user(user).map((User it) -> FileForm.of(it)).stream()),
                        forms(entries.providers(), it -> before.providers().get(it.id()), ProviderForm::of),
                        forms(entries.exchanges(), it -> before.exchanges().get(it.id()), FileForm::of),
                        forms(entries.targets(), it -> before.targets().get(it.id()), FileForm::of),
                        forms(entries.principals(), it -> before.principals().get(it.id()), FileForm::of))
                .flatMap(Function.identity())
                .findFirst();
    }

    private static <T> Stream<ObjectNode> forms(
            List<Declared<T>> declared, Function<T, @Nullable T> registered, Function<T, ObjectNode> form) {
        return declared.stream()
                .map(entry -> registered.apply(entry.draft()))
                .filter(Objects::nonNull)
                .map(form);
    }
}
