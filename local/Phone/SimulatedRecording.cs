using System.Buffers.Text;
using System.Security.Cryptography;
using ZuperConnect.Calls;

namespace ZuperConnect.Local.Phone;

/// <summary>A recording in progress at the simulated provider.</summary>
internal sealed class SimulatedRecording(RecordingPurpose purpose, DateTimeOffset startedAt)
{
    public RecordingPurpose Purpose => purpose;

    public DateTimeOffset StartedAt => startedAt;

    /// <summary>The provider's id.</summary>
    public string Id { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48));

    /// <summary>What was spoken, as a WAV file; null if nothing was.</summary>
    public byte[]? Spoken { get; set; }
}
