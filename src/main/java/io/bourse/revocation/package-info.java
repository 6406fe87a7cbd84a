/**
 * Ends tokens and all that came from them: finds what is meant, and writes the fact. Clients' requests go through the
 * verticle, by the typed client of its bus address; whoever runs the service asks {@link io.bourse.revocation.Revoker}.
 */
@NullMarked
package io.bourse.revocation;

import org.jspecify.annotations.NullMarked;
