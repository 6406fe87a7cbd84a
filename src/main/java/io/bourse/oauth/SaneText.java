package io.bourse.oauth;

/** What a text that others chose must be like, before we store it, show it, or sign it. */
public final class SaneText {

    private SaneText() {}

    /**
     * Whether it has 1 to {@code max} characters, is not blank, and holds no control character, nothing that breaks
     * lines, and no half surrogate. PostgreSQL stores neither a NUL nor half a surrogate.
     */
    public static boolean is(String text, int max) {
        return !text.isBlank() && text.length() <= max && text.codePoints().noneMatch(SaneText::isControl);
    }

    private static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }
}
