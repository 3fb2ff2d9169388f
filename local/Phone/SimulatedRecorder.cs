using ZuperConnect.Calls;

namespace ZuperConnect.Local.Phone;

/// <summary>Records one call.</summary>
internal sealed class SimulatedRecorder(SimulatedCallEvents events, SimulatedRecordings recordings, TimeProvider time)
{
    private readonly TaskCompletionSource<bool> _tone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SimulatedRecording? _recording;

    /// <summary>Completes with true at the tone for a voicemail, or with false when the call ends.</summary>
    public Task<bool> Tone => _tone.Task;

    /// <summary>Whether a voicemail is being recorded.</summary>
    public bool TakesVoicemail => _recording is { Purpose: RecordingPurpose.Voicemail };

    /// <summary>Starts recording, unless it has started already.</summary>
    /// <returns>The provider's id of the recording.</returns>
    public string Start(RecordingPurpose purpose)
    {
        if (_recording is null)
        {
            _recording = new(purpose, time.GetUtcNow());
            events.RecordingStarted(_recording);
            if (purpose is RecordingPurpose.Voicemail)
            {
                _tone.TrySetResult(true);
            }
        }

        return _recording.Id;
    }

    /// <summary>Adds the customer's speech to the recording.</summary>
    /// <param name="wav">The speech as a WAV file.</param>
    public void AddSpeech(byte[] wav)
    {
        if (_recording is not null)
        {
            _recording.Spoken = wav;
        }
    }

    /// <summary>Stores the recording at the end of the call.</summary>
    public void Finish()
    {
        _tone.TrySetResult(false);
        if (_recording is not null)
        {
            recordings.Finish(_recording, events.ServerCallId, events.ProviderCallId);
            _recording = null;
        }
    }
}
