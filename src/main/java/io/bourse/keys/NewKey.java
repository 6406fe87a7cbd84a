package io.bourse.keys;

import java.time.Duration;

/**
 * A signing key that is to follow another.
 *
 * @param follows the id of the key that was the newest when this one was made; empty if there was none
 * @param prepublish how long it is published before it signs
 * @param keepRetired how long the keys before it are published after they have signed their last token
 */
public record NewKey(
        String id,
        String algorithm,
        String sealedPrivate,
        String publicJwk,
        String follows,
        Duration prepublish,
        Duration keepRetired) {

    @Override
    public String toString() {
        return "NewKey[" + algorithm + ", " + id + "]";
    }
}
