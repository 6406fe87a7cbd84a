package io.bourse.door.docs;

import io.bourse.http.Door;

/**
 * What the document says of one door: the resource {@code openapi/NAME.yaml}.
 *
 * @param door its name
 * @param prefix what stands before its paths; empty if nothing does
 */
record Chapter(String door, String prefix) {

    static Chapter of(Door door) {
        return new Chapter(door.name(), door.prefix());
    }

    String resource() {
        return "/openapi/" + door + ".yaml";
    }
}
