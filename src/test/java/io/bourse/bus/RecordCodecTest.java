package io.bourse.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.bourse.oauth.ClientId;
import io.bourse.revocation.RevokeCommand;
import io.bourse.revocation.Revoked;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordCodecTest {

    /** One of each type that travels. */
    private static final List<BusMessage> MESSAGES = List.of(
            new RevokeCommand.Token("jti", Instant.EPOCH),
            new RevokeCommand.Family(UUID.fromString("0195a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b")),
            RevokeCommand.provider("google"),
            new RevokeCommand.ForeignToken("xhash"),
            new RevokeCommand.Logins("ada", new ClientId("demo")),
            Revoked.DURABLY);

    private final Vertx vertx = Vertx.vertx();
    private final EventBus bus = vertx.eventBus();

    @BeforeEach
    void register() {
        RecordCodec.register(bus);
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private static List<JavaClass> messageTypes() {
        return new ClassFileImporter()
                .withImportOption(location -> !location.contains("test-classes")).importPackages("io.bourse").stream()
                        .filter(type -> type.isAssignableTo(BusMessage.class) && !type.isInterface())
                        .toList();
    }

    @Test
    void everyTypeThatTravelsIsTestedHere() {
        Map<String, BusMessage> byType = MESSAGES.stream()
                .collect(Collectors.toMap(message -> message.getClass().getName(), message -> message));

        assertThat(messageTypes()).extracting(JavaClass::getName).containsExactlyInAnyOrderElementsOf(byType.keySet());
    }

    @Test
    void everyTypeIsAValue() {
        assertThat(messageTypes())
                .allMatch(type -> type.isRecord() || type.isEnum())
                .allMatch(type -> type.getModifiers().contains(JavaModifier.FINAL));
    }

    /** Handed over as it is, and not through Java serialization: it is the same object. */
    @Test
    void everyMessageAndEveryReplyUsesOurCodec() {
        bus.<BusMessage>localConsumer("echo", message -> message.reply(message.body()));

        for (BusMessage sent : MESSAGES) {
            Message<BusMessage> reply = bus.<BusMessage>request("echo", sent).await();
            assertThat(reply.body()).isSameAs(sent);
        }
    }

    @Test
    void otherBodiesKeepTheirCodecs() {
        bus.<String>localConsumer("echo", message -> message.reply(message.body()));

        assertThat(bus.<String>request("echo", "text").await().body()).isEqualTo("text");
    }

    @Test
    void theWireIsRefused() {
        RecordCodec codec = new RecordCodec();

        assertThatIllegalStateException().isThrownBy(() -> codec.encodeToWire(Buffer.buffer(), Revoked.DURABLY));
        assertThatIllegalStateException().isThrownBy(() -> codec.decodeFromWire(0, Buffer.buffer()));
    }
}
