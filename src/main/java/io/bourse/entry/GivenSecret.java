package io.bourse.entry;

import io.bourse.config.Secret;
import java.util.List;

/** A secret as an entry asks for it. */
sealed interface GivenSecret {

    /** Somebody chose it. */
    record Chosen(Secret secret) implements GivenSecret {}

    /** We make one, and tell it once. */
    record Generated() implements GivenSecret {}

    /** The one that is stored, because the entry leaves it away and is read so that this keeps it. */
    record Kept() implements GivenSecret {}

    /** Whether these are what is stored already. */
    static boolean areKept(List<GivenSecret> given) {
        return given.stream().anyMatch(Kept.class::isInstance);
    }
}
