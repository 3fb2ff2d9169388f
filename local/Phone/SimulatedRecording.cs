using System.Buffers.Text;
using System.Security.Cryptography;
using ZuperConnect.Calls;

namespace ZuperConnect.Local.Phone;

/// <summary>A recording while the simulated provider makes it.</summary>
internal sealed class SimulatedRecording(RecordingPurpose purpose, DateTimeOffset startedAt)
{
    public RecordingPurpose Purpose => purpose;

    public DateTimeOffset StartedAt => startedAt;

    /// <summary>The provider's id of it.</summary>
    public string Id { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48));

    /// <summary>What was spoken, as a WAV file; null where nobody said what.</summary>
    public byte[]? Spoken { get; set; }
}
