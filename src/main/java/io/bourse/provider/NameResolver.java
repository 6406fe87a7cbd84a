package io.bourse.provider;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a host. */
@FunctionalInterface
public interface NameResolver {

    /**
     * All addresses of a name or a literal, in the order in which they should be tried, at least one. Never blocks the
     * calling thread. Fails with {@link java.net.UnknownHostException} if there is none.
     */
    Future<List<InetAddress>> resolve(String host);
}
