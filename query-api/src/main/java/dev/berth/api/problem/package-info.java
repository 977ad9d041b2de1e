/**
 * Why a request was not served, and the words in which clients are told: Placement's statuses, codes and sentences, and
 * Berth's own codes. Which request fails, and why, does not belong here.
 */
package dev.berth.api.problem;
