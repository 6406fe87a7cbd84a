package io.bourse.user;

import java.text.Normalizer;
import java.util.Locale;

/**
 * What a user types to say who they are, in the one form in which names are compared: NFKC, lower case, no surrounding
 * space. So two spellings of one name count as one, for finding it and for throttling guesses at it.
 */
public record LoginName(String value) {

    public static final int MAX_LENGTH = 320;

    public static LoginName of(String typed) {
        String folded = Normalizer.normalize(typed, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return new LoginName(Normalizer.normalize(folded, Normalizer.Form.NFKC).strip());
    }

    @Override
    public String toString() {
        return "[login]";
    }
}
