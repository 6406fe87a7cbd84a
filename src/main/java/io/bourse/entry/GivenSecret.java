package io.bourse.entry;

import io.bourse.config.Secret;

/** A secret as an entry asks for it. */
sealed interface GivenSecret {

    /** Somebody chose it. */
    record Chosen(Secret secret) implements GivenSecret {}

    /** We make one, and tell it once. */
    record Generated() implements GivenSecret {}
}
