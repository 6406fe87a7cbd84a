package io.bourse.service;

/** Somebody else changed meanwhile what this change began with, so it must begin again. */
final class ChangedMeanwhile extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ChangedMeanwhile() {
        super("the entries were changed meanwhile", null, false, false);
    }
}
