using System.Text.Json.Serialization;
using ZuperConnect.Recordings;

namespace ZuperConnect.Twilio.Calls;

/// <summary>A recording of the REST API, with the properties that are used.</summary>
/// <param name="Sid">Its id.</param>
/// <param name="CallSid">The recorded leg.</param>
/// <param name="Status">The status.</param>
/// <param name="StartTime">When it started (RFC 2822).</param>
/// <param name="Duration">The duration in seconds.</param>
internal sealed record TwilioRecording(string? Sid, string? CallSid, string? Status, string? StartTime, string? Duration)
{
    /// <summary>Whether it is finished.</summary>
    [JsonIgnore]
    public bool IsFinished => Sid is not null && Status is "completed";

    /// <summary>The inbox's id.</summary>
    [JsonIgnore]
    public string RecordingId => RecordingIds.Of(Sid!);
}
