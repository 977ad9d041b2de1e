/**
 * {@code berth what-if}: sends a plan of changes to a service, which makes none of them, and shows what they would
 * come to.
 */
package dev.berth.cli.whatif;
