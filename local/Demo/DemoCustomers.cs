using ZuperConnect.Audit;
using ZuperConnect.Customers;

namespace ZuperConnect.Local.Demo;

/// <summary>Saves the customers of the demo's week.</summary>
internal sealed class DemoCustomers(DemoHost host, CustomerStore customers, AuditLog audit)
{
    /// <summary>Saves the customer of a story.</summary>
    public async Task SaveAsync(DemoStory story, CancellationToken cancellation)
    {
        var id = DemoIds.OfCustomer(story);
        if (!CustomerDetails.TryRead(story.Name, [story.Number.Value], story.Email, story.Notes, null, out var details, out var fault))
        {
            throw new FormatException($"{story.Name}: {fault}");
        }

        if (await customers.AddAsync(id, details, cancellation) is CustomerChange.Made { Work: { } work })
        {
            await host.StartAsync(work, cancellation);
        }

        await audit.RecordAsync(DemoTeam.Author("ana"), AuditAction.CustomerCreated, id, cancellation);
        await host.WorkAsync(cancellation);
    }
}
