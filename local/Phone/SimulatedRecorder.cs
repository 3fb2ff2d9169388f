using ZuperConnect.Calls;

namespace ZuperConnect.Local.Phone;

/// <summary>Records one call, once it is asked to.</summary>
internal sealed class SimulatedRecorder(SimulatedCallEvents events, SimulatedRecordings recordings, TimeProvider time)
{
    private readonly TaskCompletionSource<bool> _tone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SimulatedRecording? _recording;

    /// <summary>Ends when the caller hears that a voicemail can be spoken, with true, or when the call is over, with false.</summary>
    public Task<bool> Tone => _tone.Task;

    /// <summary>Whether the caller is recorded who speaks a voicemail.</summary>
    public bool TakesVoicemail => _recording is { Purpose: RecordingPurpose.Voicemail };

    /// <summary>It is recorded from now on, unless it was already.</summary>
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

    /// <summary>The customer says something to the recording.</summary>
    /// <param name="wav">What, as a WAV file.</param>
    public void Hear(byte[] wav)
    {
        if (_recording is not null)
        {
            _recording.Spoken = wav;
        }
    }

    /// <summary>The call is over: what was recorded is kept.</summary>
    public void Finish()
    {
        _tone.TrySetResult(false);
        if (_recording is not null)
        {
            recordings.Finish(_recording, events.ServerCallId, events.Line);
            _recording = null;
        }
    }
}
