using Azure;

namespace ZuperConnect.Functions.Acs;

/// <summary>Classifies errors of Azure Communication Services in calls (from its troubleshooting codes for Call Automation).</summary>
internal static class AcsCallFailure
{
    private const string MediaIsBusy = "8500";
    private const string RecordsAlready = "8559";
    private const string RecordingWasStarted = "8553";

    /// <summary>
    /// Whether a retry may succeed: the service is busy or unavailable, is doing something else with the call, or refuses the inbox's
    /// credentials. Other errors are permanent, usually because the call has ended.
    /// </summary>
    public static bool MayPass(RequestFailedException failure) =>
        failure.Status is 0 or 401 or 408 or 409 or 429 or >= 500 || failure.ErrorCode is MediaIsBusy;

    /// <summary>Whether the call is already being recorded, because an earlier response was lost.</summary>
    public static bool IsRecording(RequestFailedException failure) => failure.ErrorCode is RecordsAlready or RecordingWasStarted;
}
