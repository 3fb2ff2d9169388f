using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ZuperConnect.Functions.Tests;

/// <summary>The line to storage, which a test can cut.</summary>
internal sealed class StorageLine : HttpPipelineTransport, IDisposable
{
    private readonly HttpClientTransport _inner = new();
    private int _failing;
    private bool _losesWrites;
    private bool _repeatsUpdate;
    private bool _cutsAfterTransaction;

    public int Requests { get; private set; }

    /// <summary>As many requests as this do not get through.</summary>
    public void FailNext(int requests) => _failing = requests;

    /// <summary>The next transaction gets through, but not its answer.</summary>
    public void LoseNextAnswer() => _losesWrites = true;

    /// <summary>The next transaction gets through with its answer, and the request after it does not.</summary>
    public void CutAfterNextTransaction() => _cutsAfterTransaction = true;

    /// <summary>The next update of one row gets through, but its answer only to the repetition that the client sends then.</summary>
    public void RepeatNextUpdate() => _repeatsUpdate = true;

    public void Dispose() => _inner.Dispose();

    public override Request CreateRequest() => _inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("The inbox does nothing that blocks.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        Requests++;
        if (_failing > 0)
        {
            _failing--;
            throw new RequestFailedException("The line to storage is cut.");
        }

        if (_repeatsUpdate && message.Request.Method == RequestMethod.Put)
        {
            _repeatsUpdate = false;
            await _inner.ProcessAsync(message);
        }

        await _inner.ProcessAsync(message);
        if (_cutsAfterTransaction && message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal))
        {
            (_cutsAfterTransaction, _failing) = (false, 1);
        }

        if (_losesWrites && message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal))
        {
            _losesWrites = false;
            throw new RequestFailedException("The answer was lost on the line.");
        }
    }
}
