using Azure;
using Azure.Communication;
using Azure.Communication.CallAutomation;
using Microsoft.Extensions.Logging;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Hosting;
using ZuperConnect.Http;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Recordings;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Functions.Acs;

/// <summary>
/// Controls calls with Call Automation of Azure Communication Services. All phones are on the public network and see the business's number:
/// the service cannot call from another one.
/// </summary>
public sealed partial class AcsCallGateway(CallAutomationClient client, PublicAddress here, AcsSounds sounds, ILogger<AcsCallGateway> log)
    : ICallGateway
{
    private static readonly ActionResult Done = new(Done: true);
    private static readonly ActionResult Refused = new(Done: false);

    /// <summary>How long whoever picked up has for pressing 1.</summary>
    private static readonly TimeSpan KeyPressTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The maximum time of an invitation (from the service's Call Automation REST reference).</summary>
    private static readonly TimeSpan MaxInvitationTime = TimeSpan.FromSeconds(180);

    /// <inheritdoc/>
    public async Task<string?> AnswerAsync(RingingCall ringing, CancellationToken cancellation)
    {
        var options = new AnswerCallOptions(ringing.Secret, CallbackOf(ringing.CallId)) { CallIntelligenceOptions = sounds.Intelligence };
        using var once = AcsRepeatability.Of(ringing.CallId, "answer", ringing.At);
        try
        {
            return (await client.AnswerCallAsync(options, cancellation)).Value.CallConnectionProperties.CallConnectionId;
        }
        catch (RequestFailedException failure) when (!AcsCallFailure.MayPass(failure))
        {
            LogRefused(ringing.CallId, "Answer", failure.Status, failure.ErrorCode);
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<ActionResult> ExecuteAsync(CallSession call, CallAction action, CancellationToken cancellation)
    {
        try
        {
            return action is CallDevice first ? await CallAsync(call.Call, first.Device, cancellation)
                : call.ProviderCallId is { } providerCallId
                    ? await DoAsync(call, client.GetCallConnection(providerCallId), action, cancellation)
                : Refused;
        }
        catch (RequestFailedException failure) when (!AcsCallFailure.MayPass(failure))
        {
            LogRefused(call.Call.Id, action.GetType().Name, failure.Status, failure.ErrorCode);
            return (action is StartRecording && AcsCallFailure.IsRecording(failure))
                || await IsAcceptedAsync(call, action, cancellation) ? Done : Refused;
        }
    }

    /// <inheritdoc/>
    public async Task<ProviderCallState> GetStateAsync(string providerCallId, CancellationToken cancellation)
    {
        var connection = client.GetCallConnection(providerCallId);
        try
        {
            var known = (await connection.GetCallConnectionPropertiesAsync(cancellation)).Value;
            return known.CallConnectionState == CallConnectionState.Disconnected
                ? ProviderCallState.Ended
                : Up((await connection.GetParticipantsAsync(cancellation)).Value);
        }
        catch (RequestFailedException gone) when (gone.Status is 404)
        {
            return ProviderCallState.Ended;
        }
    }

    private async Task<ActionResult> DoAsync(
        CallSession session, CallConnection connection, CallAction action, CancellationToken cancellation)
    {
        var (call, media) = (session.Call, connection.GetCallMedia());
        switch (action)
        {
            case HoldCustomer:
                await media.HoldAsync(new HoldOptions(PhoneOf(call.Conversation.Customer)) { PlaySource = sounds.Ringing }, cancellation);
                return Done;
            case InviteDevice invite:
                return await InviteAsync(
                    call, connection, invite.Device.Number, invite.RingTime, OperationContexts.Of(invite.Device), cancellation);
            case AskToAccept ask:
                await media.StartRecognizingAsync(QuestionTo(ask.Device), cancellation);
                return Done;
            case DropDevice drop:
                return await DropAsync(session, connection, drop.Device, cancellation);
            case InviteCustomer invite:
                return await InviteAsync(call, connection, invite.Customer, invite.RingTime, OperationContexts.Customer, cancellation);
            case TakeOffHold:
                await media.UnholdAsync(new UnholdOptions(PhoneOf(call.Conversation.Customer)), cancellation);
                return Done;
            case Play play:
                return await PlayAsync(call, media, play.Sound, cancellation);
            case StartRecording start:
                return await RecordAsync(call, connection, start.Purpose, cancellation);
            case HangUp:
                await connection.HangUpAsync(forEveryone: true, cancellation);
                return Done;
            default:
                throw new ArgumentOutOfRangeException(nameof(action), action.GetType().Name, "There is no such action.");
        }
    }

    /// <summary>Whether the customer is already on or off hold, because an earlier response was lost.</summary>
    private async Task<bool> IsAcceptedAsync(CallSession session, CallAction action, CancellationToken cancellation)
    {
        if (action is not (HoldCustomer or TakeOffHold) || session.ProviderCallId is not { } providerCallId)
        {
            return false;
        }

        try
        {
            var customer = await client.GetCallConnection(providerCallId)
                .GetParticipantAsync(PhoneOf(session.Call.Conversation.Customer), cancellation);
            return customer.Value.IsOnHold == action is HoldCustomer;
        }
        catch (RequestFailedException failure) when (!AcsCallFailure.MayPass(failure))
        {
            return false;
        }
    }

    private async Task<ActionResult> CallAsync(Call call, Device device, CancellationToken cancellation)
    {
        var context = OperationContexts.Of(device);
        var options = new CreateCallOptions(InvitationOf(call, device.Number), CallbackOf(call.Id))
        {
            OperationContext = context,
            CallIntelligenceOptions = sounds.Intelligence,
        };
        using var once = AcsRepeatability.Of(call.Id, $"call.{context}", call.StartedAt);
        return Done with
        {
            ProviderCallId =
            (await client.CreateCallAsync(options, cancellation)).Value.CallConnectionProperties.CallConnectionId
        };
    }

    private static async Task<ActionResult> InviteAsync(
        Call call, CallConnection connection, PhoneNumber phone, TimeSpan ringTime, string context, CancellationToken cancellation)
    {
        var options = new AddParticipantOptions(InvitationOf(call, phone))
        {
            InvitationTimeoutInSeconds = (int)Math.Clamp(ringTime.TotalSeconds, 1, MaxInvitationTime.TotalSeconds),
            OperationContext = context,
        };
        using var once = AcsRepeatability.Of(call.Id, $"invite.{context}", call.StartedAt);
        return Done with { Invitation = (await connection.AddParticipantAsync(options, cancellation)).Value.InvitationId };
    }

    private CallMediaRecognizeDtmfOptions QuestionTo(Device device) => new(PhoneOf(device.Number), maxTonesToCollect: 1)
    {
        Prompt = sounds.Accept,
        InterruptPrompt = true,
        InitialSilenceTimeout = KeyPressTimeout,
        OperationContext = OperationContexts.Of(device),
    };

    /// <summary>
    /// A ringing device may be picked up at this moment, so both its invitation is cancelled and its participant is removed.
    /// </summary>
    private async Task<ActionResult> DropAsync(
        CallSession session, CallConnection connection, Device device, CancellationToken cancellation)
    {
        var rings = session.Call.Legs.Any(leg => leg.Device == device && leg.State is LegState.Rings);
        var takenBack = rings && session.Invitations.TryGetValue(device.User.UserId, out var invitation) && await IsTakenAsync(
            () => connection.CancelAddParticipantOperationAsync(new CancelAddParticipantOperationOptions(invitation), cancellation),
            session.Call, "TakeBack");
        var removed = await IsTakenAsync(
            () => connection.RemoveParticipantAsync(new RemoveParticipantOptions(PhoneOf(device.Number)), cancellation),
            session.Call, "Remove");
        return new(takenBack || removed);
    }

    private async Task<bool> IsTakenAsync(Func<Task> ask, Call call, string what)
    {
        try
        {
            await ask();
            return true;
        }
        catch (RequestFailedException failure) when (!AcsCallFailure.MayPass(failure))
        {
            LogRefused(call.Id, what, failure.Status, failure.ErrorCode);
            return false;
        }
    }

    private async Task<ActionResult> PlayAsync(Call call, CallMedia media, Sound sound, CancellationToken cancellation)
    {
        if (sounds.Of(sound, call.Conversation.Number) is not { Count: > 0 } sources)
        {
            LogCannotSay(call.Id, sound);
            return Refused;
        }

        await media.PlayToAllAsync(new PlayToAllOptions(sources) { OperationContext = OperationContexts.Of(sound) }, cancellation);
        return Done;
    }

    private async Task<ActionResult> RecordAsync(
        Call call, CallConnection connection, RecordingPurpose purpose, CancellationToken cancellation)
    {
        var options = new StartRecordingOptions(connection.CallConnectionId)
        {
            RecordingContent = RecordingContent.Audio,
            RecordingChannel = RecordingChannel.Mixed,
            RecordingFormat = RecordingFormat.Mp3,
            RecordingStateCallbackUri = CallbackOf(call.Id),
        };
        using var once = AcsRepeatability.Of(call.Id, $"record.{purpose}", call.StartedAt);
        return Done with
        {
            RecordingId = RecordingIds.Of((await client.GetCallRecording().StartAsync(options, cancellation)).Value.RecordingId)
        };
    }

    private Uri CallbackOf(string callId) => here.Of(Routes.CallWebhook, callId);

    private static CallInvite InvitationOf(Call call, PhoneNumber phone) => new(PhoneOf(phone), PhoneOf(call.Conversation.Number));

    /// <summary>A hidden number has an identifier as well: the service and the inbox use the same word for it.</summary>
    private static PhoneNumberIdentifier PhoneOf(PhoneNumber number) => new(number.Value);

    /// <summary>Reads the participants in the same way as events do, so that both agree.</summary>
    private static ProviderCallState Up(IReadOnlyList<CallParticipant> participants)
    {
        var (phones, isIncomplete) = CommunicationIdentifiers.Phones(
            participants.Select(
                participant => ((participant.Identifier as PhoneNumberIdentifier)?.PhoneNumber, participant.Identifier?.RawId)));
        return ProviderCallState.Active(phones) with { IsIncomplete = isIncomplete };
    }

    [LoggerMessage(4701, LogLevel.Warning, "The telephony provider responded to {Action} of call {Call} with {Status} {Code}")]
    private partial void LogRefused(string call, string action, int status, string? code);

    [LoggerMessage(4702, LogLevel.Warning,
        "{Sound} of call {Call} cannot be spoken without the setting Acs:SpeechEndpoint; what is not announced is not recorded")]
    private partial void LogCannotSay(string call, Sound sound);
}
