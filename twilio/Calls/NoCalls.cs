using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Recordings;
using ZuperConnect.Twilio.Rest;

namespace ZuperConnect.Twilio.Calls;

/// <summary>Calls by Twilio are not there yet: none is answered, and none placed.</summary>
internal sealed class NoCalls(TwilioApi api) : ICallGateway, IRecordingSource
{
    /// <inheritdoc/>
    public Task<string?> AnswerAsync(RingingCall ringing, CancellationToken cancellation) => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    public Task<ActionResult> ExecuteAsync(CallSession call, CallAction action, CancellationToken cancellation) =>
        Task.FromResult(new ActionResult(Done: false));

    /// <summary>Asks whether Twilio answers, and lets this inbox in: an API key may not read the account itself.</summary>
    public async Task<ProviderCallState> GetStateAsync(string line, CancellationToken cancellation)
    {
        await api.GetAsync<object>("IncomingPhoneNumbers.json?PageSize=1", cancellation);
        return ProviderCallState.Unknown;
    }

    /// <summary>What another provider recorded stays to be fetched, for when that one is back.</summary>
    public Task<RecordingPart?> OpenAsync(Uri address, CancellationToken cancellation) => throw NoRecordings();

    /// <inheritdoc cref="OpenAsync"/>
    public Task DeleteAsync(Uri address, CancellationToken cancellation) => throw NoRecordings();

    private static NotSupportedException NoRecordings() => new("Twilio's recordings are not fetched yet.");
}
