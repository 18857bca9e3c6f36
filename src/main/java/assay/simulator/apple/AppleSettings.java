package assay.simulator.apple;

import assay.core.App.Environment;
import assay.simulator.SimulatedApple;
import assay.simulator.apple.bits.TokenRules;
import assay.simulator.apple.receipt.ReceiptRules;
import assay.simulator.apple.team.Team;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a simulated Apple's servers are started with.
 *
 * @param apple signs the receipts, and knows the devices
 * @param teams whose tokens are taken; more may be added while it runs
 * @param developmentPort on 127.0.0.1; 0: any that is free
 * @param productionPort likewise
 * @param watcher told of every exchange, on the event loop
 */
public record AppleSettings(
    SimulatedApple apple,
    List<Team> teams,
    int developmentPort,
    int productionPort,
    ReceiptRules receipts,
    TokenRules tokens,
    Consumer<Exchange> watcher) {

  public AppleSettings {
    teams = List.copyOf(teams);
  }

  /** Any free ports, Apple's rules, nobody watching. */
  public static AppleSettings of(SimulatedApple apple, Team... teams) {
    return new AppleSettings(
        apple, List.of(teams), 0, 0, ReceiptRules.APPLES, TokenRules.APPLES, _ -> {});
  }

  public AppleSettings withPorts(int development, int production) {
    return new AppleSettings(apple, teams, development, production, receipts, tokens, watcher);
  }

  public AppleSettings with(ReceiptRules other) {
    return new AppleSettings(apple, teams, developmentPort, productionPort, other, tokens, watcher);
  }

  public AppleSettings with(TokenRules other) {
    return new AppleSettings(
        apple, teams, developmentPort, productionPort, receipts, other, watcher);
  }

  public AppleSettings watchedBy(Consumer<Exchange> other) {
    return new AppleSettings(
        apple, teams, developmentPort, productionPort, receipts, tokens, other);
  }

  int port(Environment environment) {
    return environment == Environment.PRODUCTION ? productionPort : developmentPort;
  }
}
