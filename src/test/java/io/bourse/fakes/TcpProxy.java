package io.bourse.fakes;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a client and a server and behaves badly on demand: freezes what passes, cuts what is open, refuses
 * what comes.
 */
public final class TcpProxy {

    private enum Mode {
        PASS,
        FREEZE,
        REFUSE
    }

    private final NetClient client;
    private final NetServer server;
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.PASS;
    private volatile String host;
    private volatile int port;

    private TcpProxy(Vertx vertx, String host, int port) {
        this.host = host;
        this.port = port;
        this.client = vertx.createNetClient();
        this.server = vertx.createNetServer().connectHandler(this::accept);
    }

    public static TcpProxy start(Vertx vertx, String host, int port) {
        TcpProxy proxy = new TcpProxy(vertx, host, port);
        proxy.server.listen(0, "127.0.0.1").await();
        return proxy;
    }

    public int port() {
        return server.actualPort();
    }

    /** Sends what comes from now on elsewhere. */
    public void to(String newHost, int newPort) {
        host = newHost;
        port = newPort;
    }

    /** Lets everything pass again, also what was held back. */
    public void pass() {
        mode = Mode.PASS;
        sockets.forEach(NetSocket::resume);
    }

    /** Accepts and holds back: nothing arrives and nothing breaks. */
    public void freeze() {
        mode = Mode.FREEZE;
        sockets.forEach(NetSocket::pause);
    }

    /** Breaks every connection and closes new ones at once. */
    public void refuse() {
        mode = Mode.REFUSE;
        cut();
    }

    /** Breaks every connection; new ones pass. */
    public void cut() {
        sockets.forEach(NetSocket::close);
    }

    private void accept(NetSocket from) {
        if (mode == Mode.REFUSE) {
            from.close();
            return;
        }
        from.pause();
        sockets.add(from);
        client.connect(port, host).onSuccess(to -> join(from, to)).onFailure(refused -> from.close());
    }

    private void join(NetSocket from, NetSocket to) {
        sockets.add(to);
        from.handler(to::write);
        to.handler(from::write);
        from.closeHandler(closed -> close(from, to));
        to.closeHandler(closed -> close(from, to));
        if (mode == Mode.FREEZE) {
            to.pause();
        } else {
            from.resume();
        }
    }

    private void close(NetSocket from, NetSocket to) {
        sockets.remove(from);
        sockets.remove(to);
        from.close();
        to.close();
    }
}
