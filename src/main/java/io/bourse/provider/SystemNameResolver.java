package io.bourse.provider;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Resolves as the system does, with its hosts file and search domains, and with the JDK's short cache. Look-ups block,
 * so they have threads of their own; a name is looked up once at a time, so that one whose server hangs cannot take
 * them all.
 */
public final class SystemNameResolver implements NameResolver, AutoCloseable {

    private static final int THREADS = 8;
    private static final int WAITING = 64;

    private final ConcurrentMap<String, Promise<List<InetAddress>>> pending = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads;

    private final LookUp lookUp;

    public SystemNameResolver() {
        this(InetAddress::getAllByName);
    }

    SystemNameResolver(LookUp lookUp) {
        this.lookUp = lookUp;
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), SystemNameResolver::thread);
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "name-resolver");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Future<List<InetAddress>> resolve(String host) {
        Promise<List<InetAddress>> mine = Promise.promise();
        Promise<List<InetAddress>> first = pending.putIfAbsent(host, mine);
        if (first != null) {
            return first.future();
        }
        try {
            threads.execute(() -> lookUp(host, mine));
        } catch (Throwable e) { // an Error too: without memory for a thread, the name must not stay pending for ever
            pending.remove(host, mine);
            mine.fail(e);
        }
        return mine.future();
    }

    private void lookUp(String host, Promise<List<InetAddress>> promise) {
        List<InetAddress> found = List.of();
        Throwable failure = new UnknownHostException("no address");
        try {
            found = List.of(lookUp.all(host));
        } catch (Throwable e) { // an Error too, for the same reason
            failure = e;
        }
        pending.remove(host, promise);
        if (found.isEmpty()) {
            promise.fail(failure);
        } else {
            promise.complete(found);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** One blocking look-up. */
    interface LookUp {

        InetAddress[] all(String host) throws UnknownHostException;
    }
}
