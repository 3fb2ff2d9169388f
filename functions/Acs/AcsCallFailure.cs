using Azure;

namespace ZuperConnect.Functions.Acs;

/// <summary>What it means when Azure Communication Services does not do what a call needs (its troubleshooting codes for Call
/// Automation).</summary>
internal static class AcsCallFailure
{
    private const string MediaIsBusy = "8500";
    private const string RecordsAlready = "8559";
    private const string RecordingWasStarted = "8553";

    /// <summary>
    /// Whether the same may be done if it is asked again: the service is busy or away, does something else with the call at the moment,
    /// or does not let the inbox in. Anything else stays refused, most of it because the call is over.
    /// </summary>
    public static bool MayPass(RequestFailedException failure) =>
        failure.Status is 0 or 401 or 408 or 409 or 429 or >= 500 || failure.ErrorCode is MediaIsBusy;

    /// <summary>Whether the call is being recorded already: an earlier answer was lost.</summary>
    public static bool IsRecording(RequestFailedException failure) => failure.ErrorCode is RecordsAlready or RecordingWasStarted;
}
