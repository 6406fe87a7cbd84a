package io.bourse.http;

import org.jspecify.annotations.Nullable;

/** Stands before every address of a door, those at which nothing is declared included. Must not block. */
public interface Guard {

    /** Lets everybody pass. */
    Guard NONE = new Guard() {
        @Override
        public void admit(Call call) {}

        @Override
        public void answered(Call call, int status, @Nullable Throwable failure) {}
    };

    /** Told of each call as soon as its head is there. */
    default void began(Call call) {}

    /**
     * Asked before method, type and content of the body are looked at, though after the body has been read under its
     * cap. Whatever it throws refuses the call.
     */
    void admit(Call call);

    /**
     * Told how each call ended, also one that was refused before it was asked: what came of it, whether or not anybody
     * was still there to be answered.
     *
     * @param status of the answer; 0 if there is none because the caller left before all of the call was there
     * @param failure what the answer tells of; null if it is none
     */
    void answered(Call call, int status, @Nullable Throwable failure);
}
