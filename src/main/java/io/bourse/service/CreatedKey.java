package io.bourse.service;

import io.bourse.config.Secret;

/**
 * A key that was made.
 *
 * @param value to be told now, for it is kept nowhere; not to be logged
 */
public record CreatedKey(Key key, Secret value) {}
