package io.bourse.policy;

import io.bourse.oauth.TokenType;
import io.bourse.policy.ExchangePolicy.Denied;
import io.bourse.policy.ExchangePolicy.Question;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an entry is asked about an exchange, in this order. */
public enum Check {
    ENABLED {
        @Override
        boolean passes(Exchange entry, Question question) {
            return entry.enabled();
        }

        @Override
        String compared(Exchange entry, Question question) {
            return "the entry is switched off";
        }

        @Override
        String remedy(Exchange entry, Question question) {
            return "set enabled: true at exchange " + entry.id();
        }
    },
    SUBJECT {
        @Override
        boolean passes(Exchange entry, Question question) {
            return entry.subject().takes(question.subject());
        }

        @Override
        String compared(Exchange entry, Question question) {
            return "takes " + entry.subject() + "; the subject token is " + shown(question.subject());
        }
    },
    ACTOR {
        @Override
        boolean passes(Exchange entry, Question question) {
            return ExchangePolicy.actorFits(entry, question);
        }

        @Override
        String compared(Exchange entry, Question question) {
            ProvedToken actor = question.actor();
            return "takes " + (entry.actor() == null ? "no actor token" : "as actor " + entry.actor())
                    + "; "
                    + (actor == null
                            ? "there is none"
                            : "the actor token is " + shown(actor)
                                    + (!actor.acted() ? "" : ", and somebody acts for the actor"));
        }
    },
    MAY_ACT {
        @Override
        boolean passes(Exchange entry, Question question) {
            return ExchangePolicy.mayAct(entry, question);
        }

        @Override
        String compared(Exchange entry, Question question) {
            return "the subject token's may_act lets only " + question.subject().mayAct()
                    + " act, by delegation; the mode is " + lower(entry.mode());
        }
    },
    DEPTH {
        @Override
        boolean passes(Exchange entry, Question question) {
            return ExchangePolicy.depth(entry, question) <= entry.maxDepth();
        }

        @Override
        String compared(Exchange entry, Question question) {
            return "allows " + entry.maxDepth() + " actors; there would be " + ExchangePolicy.depth(entry, question);
        }

        @Override
        String remedy(Exchange entry, Question question) {
            return "raise max_depth of exchange " + entry.id() + " to " + ExchangePolicy.depth(entry, question);
        }
    },
    BINDING {
        @Override
        boolean passes(Exchange entry, Question question) {
            ProvedToken actor = question.actor();
            return entry.rebind() || !(question.subject().bound() || actor != null && actor.bound());
        }

        @Override
        String compared(Exchange entry, Question question) {
            return "a token is bound to a key (cnf or jwk), and rebind is false";
        }
    },
    TYPE {
        @Override
        boolean passes(Exchange entry, Question question) {
            boolean refresh = question.requestedType() == TokenType.REFRESH_TOKEN;
            return entry.issues().contains(question.requestedType()) && (!refresh || entry.refresh());
        }

        @Override
        String compared(Exchange entry, Question question) {
            return "issues "
                    + entry.issues().stream().map(TokenType::shortName).sorted().toList() + "; asked for is "
                    + question.requestedType().shortName();
        }

        @Override
        String remedy(Exchange entry, Question question) {
            return entry.issues().contains(question.requestedType())
                    ? "set refresh: true at exchange " + entry.id()
                    : add(List.of(question.requestedType().shortName()), List.of(), "issues", entry);
        }
    },
    TARGET {
        @Override
        boolean passes(Exchange entry, Question question) {
            return entry.targets().containsAll(question.targets());
        }

        @Override
        String compared(Exchange entry, Question question) {
            return "allows the targets " + entry.targets() + "; asked for is " + question.targets();
        }

        @Override
        String remedy(Exchange entry, Question question) {
            return add(question.targets(), entry.targets(), "targets", entry);
        }
    },
    SCOPE {
        @Override
        boolean passes(Exchange entry, Question question) {
            return !ExchangePolicy.scopes(entry, question).isEmpty()
                    && ExchangePolicy.mostScopes(entry, question).containsAll(question.scopes());
        }

        @Override
        String compared(Exchange entry, Question question) {
            return "entry, client, subject and actor have the scopes [" + ExchangePolicy.mostScopes(entry, question)
                    + "] in common; asked for is ["
                    + question.scopes() + "]";
        }

        /** What the client or a token lacks cannot be mended here. */
        @Override
        @Nullable
        String remedy(Exchange entry, Question question) {
            return entry.scopes().containsAll(question.scopes())
                    ? null
                    : add(question.scopes().tokens(), entry.scopes().tokens(), "scopes", entry);
        }
    };

    static final List<Check> ALL = List.of(values());

    abstract boolean passes(Exchange entry, Question question);

    abstract String compared(Exchange entry, Question question);

    /** What to change in the entry so that it passes; null where that is not plain, or would weaken it. */
    @Nullable
    String remedy(Exchange entry, Question question) {
        return null;
    }

    /** What to change so that the entry that came furthest allows it; empty where that is not plain. */
    public static Optional<String> remedy(Denied denied, Question question) {
        if (denied.verdicts().isEmpty()) {
            return Optional.of("write an exchange entry for client " + question.client() + ", or switch one on");
        }
        return denied.verdicts().stream()
                .filter(verdict -> verdict.failed() == denied.check())
                .findFirst()
                .map(verdict -> denied.check().remedy(verdict.entry(), question));
    }

    private static String add(Collection<String> asked, Collection<String> there, String member, Exchange entry) {
        return "add "
                + asked.stream().filter(it -> !there.contains(it)).distinct().toList() + " to " + member
                + " of exchange " + entry.id();
    }

    /** What was compared, for whoever asks why; holds no token. */
    public static String explain(Exchange entry, @Nullable Check failed, Question question) {
        return "exchange " + entry.id() + ": " + (failed == null ? "allows it" : failed.compared(entry, question));
    }

    private static String shown(ProvedToken token) {
        return token.type().shortName() + " of " + token.origin() + " for " + token.audiences();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
