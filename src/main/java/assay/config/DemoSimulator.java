package assay.config;

import assay.config.apple.Team;
import assay.core.Bytes;
import java.net.URI;

/**
 * What plays Apple for the demo.
 *
 * @param roots of attestations and receipts, in PEM
 * @param team that the demo's app is of
 * @param privateKey what the team's file holds
 * @param apple where receipts are exchanged and DeviceCheck's bits are
 */
public record DemoSimulator(Bytes roots, Team team, Bytes privateKey, URI apple) {}
