package io.bourse.policy;

import io.bourse.db.Database;
import io.bourse.db.JsonColumn;
import io.bourse.oauth.ClientId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Exchange entries in PostgreSQL. */
public final class PgExchangeStore implements ExchangeStore {

    private static final String OF_CLIENT = """
            SELECT id, client, entry::text AS entry FROM exchange WHERE client = $1
            """;

    private final Database database;

    public PgExchangeStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<List<Exchange>> of(ClientId client) {
        return database.read(OF_CLIENT, Tuple.of(client.value())).map(PgExchangeStore::enabled);
    }

    private static List<Exchange> enabled(RowSet<Row> rows) {
        List<Exchange> exchanges = new ArrayList<>();
        for (Row row : rows) {
            fromRow(row).filter(Exchange::enabled).ifPresent(exchanges::add);
        }
        // Not by the database: its order of texts depends on the locale.
        exchanges.sort(Comparator.comparing(Exchange::id));
        return List.copyOf(exchanges);
    }

    private static Optional<Exchange> fromRow(Row row) {
        String id = row.getString("id");
        ClientId client = new ClientId(row.getString("client"));
        return JsonColumn.read(
                "exchange " + id,
                row.getString("entry"),
                StoredExchange.class,
                stored -> stored.toExchange(id, client));
    }
}
