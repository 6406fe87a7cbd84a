package io.bourse.service;

import io.bourse.oauth.SaneText;
import java.net.URI;
import java.net.URISyntaxException;

/** What services, users and keys may be called, and where services may be. */
public final class Naming {

    public static final int MAX_NAME = 100;
    private static final int MAX_URL = 2_000;

    private Naming() {}

    /** For people: 1 to {@link #MAX_NAME} characters. */
    public static boolean isName(String text) {
        return SaneText.is(text, MAX_NAME);
    }

    /** An address of the web. */
    public static boolean isUrl(String text) {
        if (!SaneText.is(text, MAX_URL)) {
            return false;
        }
        try {
            URI uri = new URI(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
