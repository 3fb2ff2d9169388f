using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Communication;
using Azure.Communication.CallAutomation;
using Azure.Core;
using Azure.Core.Pipeline;
using ZuperConnect.Functions.Acs;

namespace ZuperConnect.Functions.Tests.Acs;

/// <summary>The repeatability headers of a request.</summary>
internal sealed record Repeatability(string Id, string Since);

/// <summary>
/// The client of Call Automation without its service: records requests and fails as a test wants. Each request goes through a pipeline with
/// the client's options to a test server, with the repeatability headers of the real client.
/// </summary>
internal sealed class TestCallAutomation : CallAutomationClient, IDisposable
{
    public const string ProviderCallId = "line-1";

    private readonly Server _server = new();
    private readonly HttpPipelineTransport _transport;
    private readonly HttpPipeline _pipeline;
    private readonly List<HttpMessage> _messages = [];

    public TestCallAutomation(int retries = 0)
    {
        _transport = new HttpClientTransport(_server);
        var options = new CallAutomationClientOptions
        {
            Transport = _transport,
            Retry =
            { MaxRetries = retries, Delay = TimeSpan.Zero, MaxDelay = TimeSpan.Zero }
        };
        options.AddPolicy(new AcsRepeatability(), HttpPipelinePosition.PerCall);
        _pipeline = HttpPipelineBuilder.Build(options);
    }

    /// <summary>The requests in order: their options, or the name of an operation without options.</summary>
    public List<object> Asked { get; } = [];

    /// <summary>The exceptions of operations by name. All others succeed.</summary>
    public Dictionary<string, Exception> Failures { get; } = [];

    /// <summary>The repeatability headers of each request that reached the server.</summary>
    public IReadOnlyList<Repeatability> Repeatabilities => _server.Seen;

    /// <summary>The content of a recording, an MP3.</summary>
    public byte[] Audio { get => _server.Audio; set => _server.Audio = value; }

    /// <summary>Makes the next requests fail.</summary>
    public void FailNext(int requests) => _server.Failing = requests;

    public CallConnectionState State { get; set; } = CallConnectionState.Connected;

    /// <summary>The participants of the call.</summary>
    public IReadOnlyList<CommunicationIdentifier> Participants { get; set; } = [];

    /// <summary>Whether the customer is on hold.</summary>
    public bool IsOnHold { get; set; }

    public void Dispose()
    {
        _messages.ForEach(message => message.Dispose());
        (_transport as IDisposable)?.Dispose();
        _server.Dispose();
    }

    public override Task<Response<AnswerCallResult>> AnswerCallAsync(
        AnswerCallOptions options, CancellationToken cancellationToken = default) =>
        AskAsync(options, CallAutomationModelFactory.AnswerCallResult(null, Properties()));

    public override Task<Response<CreateCallResult>> CreateCallAsync(
        CreateCallOptions options, CancellationToken cancellationToken = default) =>
        AskAsync(options, CallAutomationModelFactory.CreateCallResult(null, Properties()));

    public override CallConnection GetCallConnection(string callConnectionId)
    {
        Assert.Equal(ProviderCallId, callConnectionId);
        return new Connection(this);
    }

    public override CallRecording GetCallRecording() => new Recording(this);

    private CallConnectionProperties Properties() =>
        CallAutomationModelFactory.CallConnectionProperties(callConnectionId: ProviderCallId, callConnectionState: State);

    private async Task<Response<T>> AskAsync<T>(object asked, T answer, [CallerMemberName] string operation = "")
    {
        Asked.Add(asked);
        if (Failures.TryGetValue(operation, out var failure))
        {
            throw failure;
        }

        var message = _pipeline.CreateMessage();
        _messages.Add(message);
        message.Request.Method = RequestMethod.Post;
        message.Request.Uri.Reset(new("https://name.communication.azure.com/calling"));
        message.Request.Headers.Add("Repeatability-Request-ID", Guid.NewGuid().ToString());
        message.Request.Headers.Add("Repeatability-First-Sent", DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture));
        await _pipeline.SendAsync(message, CancellationToken.None);
        return message.Response.IsError ? throw new RequestFailedException(message.Response) : Response.FromValue(answer, message.Response);
    }

    private async Task<Response> AskAsync(object asked, [CallerMemberName] string operation = "") =>
        (await AskAsync(asked, true, operation)).GetRawResponse();

    private sealed class Connection(TestCallAutomation service) : CallConnection
    {
        public override string CallConnectionId => ProviderCallId;

        public override CallMedia GetCallMedia() => new Media(service);

        public override Task<Response<CallConnectionProperties>> GetCallConnectionPropertiesAsync(
            CancellationToken cancellationToken = default) =>
            service.AskAsync(nameof(GetCallConnectionPropertiesAsync), service.Properties());

        public override Task<Response<IReadOnlyList<CallParticipant>>> GetParticipantsAsync(
            CancellationToken cancellationToken = default) => service.AskAsync(
            nameof(GetParticipantsAsync),
            (IReadOnlyList<CallParticipant>)[
                .. service.Participants.Select(identifier => CallAutomationModelFactory.CallParticipant(identifier))]);

        public override Task<Response<CallParticipant>> GetParticipantAsync(
            CommunicationIdentifier participantIdentifier, CancellationToken cancellationToken = default) =>
            service.AskAsync(
                nameof(GetParticipantAsync), CallAutomationModelFactory.CallParticipant(participantIdentifier, isOnHold: service.IsOnHold));

        public override Task<Response<AddParticipantResult>> AddParticipantAsync(
            AddParticipantOptions options, CancellationToken cancellationToken = default) =>
            service.AskAsync(options, CallAutomationModelFactory.AddParticipantsResult(invitationId: "invitation-1"));

        public override Task<Response<CancelAddParticipantOperationResult>> CancelAddParticipantOperationAsync(
            CancelAddParticipantOperationOptions options, CancellationToken cancellationToken = default) =>
            service.AskAsync(options, CallAutomationModelFactory.CancelAddParticipantResult());

        public override Task<Response<RemoveParticipantResult>> RemoveParticipantAsync(
            RemoveParticipantOptions options, CancellationToken cancellationToken = default) =>
            service.AskAsync(options, CallAutomationModelFactory.RemoveParticipantResult());

        public override Task<Response> HangUpAsync(bool forEveryone, CancellationToken cancellationToken = default)
        {
            Assert.True(forEveryone);
            return service.AskAsync(nameof(HangUpAsync));
        }
    }

    private sealed class Media(TestCallAutomation service) : CallMedia
    {
        public override Task<Response> HoldAsync(HoldOptions options, CancellationToken cancellationToken = default) =>
            service.AskAsync(options);

        public override Task<Response> UnholdAsync(UnholdOptions options, CancellationToken cancellationToken = default) =>
            service.AskAsync(options);

        public override Task<Response<PlayResult>> PlayToAllAsync(
            PlayToAllOptions options, CancellationToken cancellationToken = default) =>
            service.AskAsync(options, default(PlayResult)!);

        public override Task<Response<StartRecognizingCallMediaResult>> StartRecognizingAsync(
            CallMediaRecognizeOptions options, CancellationToken cancellationToken = default) =>
                service.AskAsync(options, default(StartRecognizingCallMediaResult)!);
    }

    private sealed class Recording(TestCallAutomation service) : CallRecording
    {
        public override Task<Response<RecordingStateResult>> StartAsync(
            StartRecordingOptions options, CancellationToken cancellationToken = default) =>
            service.AskAsync(options, CallAutomationModelFactory.RecordingStateResult("cmVjb3JkaW5nLTE="));

        public override Task<Response<Stream>> DownloadStreamingAsync(
            Uri sourceLocation, HttpRange range = default, CancellationToken cancellationToken = default) =>
            service.AskAsync(sourceLocation, (Stream)new MemoryStream(service.Audio));

        public override Task<Response> DeleteAsync(Uri recordingLocation, CancellationToken cancellationToken = default) =>
            service.AskAsync(recordingLocation);
    }

    private sealed class Server : HttpMessageHandler
    {
        public List<Repeatability> Seen { get; } = [];

        public int Failing { get; set; }

        public byte[] Audio { get; set; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Seen.Add(
                new(Assert.Single(request.Headers.GetValues("Repeatability-Request-ID")),
                    Assert.Single(request.Headers.GetValues("Repeatability-First-Sent"))));
            return Task.FromResult(new HttpResponseMessage(Failing-- > 0 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK)
            {
                Content = new ByteArrayContent(Audio) { Headers = { ContentType = new("audio/mpeg"), ContentLength = Audio.Length } },
            });
        }
    }
}
