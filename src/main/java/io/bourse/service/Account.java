package io.bourse.service;

import io.bourse.user.User;
import java.time.Instant;

/** A user, and since when. */
public record Account(User user, Instant createdAt, Instant updatedAt) {}
