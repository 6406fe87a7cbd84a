package io.bourse.user;

import java.util.Locale;
import java.util.Optional;

/**
 * An e-mail address in the one form in which it may lead a provider's user to one of ours: pure ASCII, in lower case,
 * nothing else changed. {@link LoginName} is no such form: it folds letters that only look or sort alike, so whoever
 * owns an address with such a letter would become the user who has the plain one.
 */
public record LinkAddress(String value) {

    /** Empty if the address is not pure ASCII: such an address links nobody. */
    public static Optional<LinkAddress> of(String email) {
        boolean ascii = email.chars().allMatch(c -> c < 0x80);
        return ascii ? Optional.of(new LinkAddress(email.toLowerCase(Locale.ROOT))) : Optional.empty();
    }

    /** Whether the address of a user is this one, but for the case of its letters. */
    public boolean isThatOf(String email) {
        return of(email).filter(this::equals).isPresent();
    }

    @Override
    public String toString() {
        return "[address]";
    }
}
