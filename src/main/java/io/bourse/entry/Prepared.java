package io.bourse.entry;

import io.bourse.config.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stored forms of every secret that some entries give, made before the transaction because hashing is slow. */
record Prepared(Map<Slot, Forms> forms) {

    /**
     * @param before what was stored when the forms were made; they are good for nothing else
     * @param after what is to be stored; the same texts where the secret is the same
     * @param generated a secret that we made; null if none had to be
     */
    record Forms(
            List<String> before,
            List<String> after,
            @Nullable Secret generated) {

        Forms {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }

        @Override
        public String toString() {
            return "Forms";
        }
    }

    Prepared {
        forms = Map.copyOf(forms);
    }

    /** Whether the forms were made for what is stored now. */
    boolean fits(Slot slot, List<String> stored) {
        Forms made = forms.get(slot);
        return made != null && made.before().equals(stored);
    }

    List<String> after(Slot slot) {
        Forms made = forms.get(slot);
        return made == null ? List.of() : made.after();
    }

    /** The names of the entries for which we made a secret. */
    List<String> generatedFor() {
        return forms.entrySet().stream()
                .filter(each -> each.getValue().generated() != null)
                .map(each -> each.getKey().id())
                .sorted()
                .toList();
    }

    /** The secret that we made for this entry, if one had to be. */
    Optional<Secret> generated(Slot slot) {
        Forms made = forms.get(slot);
        return Optional.ofNullable(made == null ? null : made.generated());
    }
}
