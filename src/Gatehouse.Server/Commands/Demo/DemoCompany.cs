namespace Gatehouse.Server.Commands.Demo;

/// <summary>A person of the generated company.</summary>
sealed record DemoPerson(
    string ObjectId, string UserName, string GivenName, string FamilyName, string Title, string Department, string EmployeeNumber, string City)
{
    public string DisplayName => $"{GivenName} {FamilyName}";

    public string MailNickname => UserName[..UserName.IndexOf('@', StringComparison.Ordinal)];
}

/// <summary>A group of the generated company.</summary>
sealed record DemoGroup(string ObjectId, string DisplayName, IReadOnlyList<DemoPerson> Members);

/// <summary>
/// A made-up company, the same at every run: so that what the demo shows can be talked about. Its people live in the reserved domain
/// contoso.example and never get mail.
/// </summary>
sealed class DemoCompany
{
    const int Seed = 7643;

    static readonly string[] GivenNames =
    [
        "Amara", "Björn", "Chidi", "Dana", "Elif", "Fatima", "Gil", "Hanna", "Ines", "Jonas", "Kenji", "Li", "Mira", "Noor", "Olga",
        "Priya", "Quentin", "Rosa", "Søren", "Tomas", "Uma", "Viktor", "Wanda", "Ximena", "Yusuf", "Zoë",
    ];

    static readonly string[] FamilyNames =
    [
        "Achterberg", "Brandt", "Carvalho", "Dubois", "Eriksen", "Ferreira", "García", "Hoffmann", "Ivanova", "Jansen", "Kowalska",
        "Lindqvist", "Müller", "Nakamura", "Okonkwo", "Petrenko", "Quist", "Raman", "Schäfer", "Tanaka", "Urbano", "Visser", "Watanabe",
    ];

    static readonly string[] Titles = ["Engineer", "Analyst", "Designer", "Account manager", "Team lead", "Controller", "Consultant", "Trainee"];

    static readonly string[] Departments =
        ["Payments", "Platform", "Finance", "Sales", "Support", "People", "Legal", "Research", "Operations", "Security"];

    static readonly string[] Cities = ["Utrecht", "Lisboa", "Łódź", "Malmö", "Heilbronn", "Praha", "Paris", "Milano"];

    public DemoCompany(int people, int groups)
    {
#pragma warning disable CA5394 // Not a secret: the same company every time.
        var random = new Random(Seed);
        People = [.. Enumerable.Range(1, people).Select(number => Person(random, number))];
        Groups = [.. Enumerable.Range(0, groups).Select(number => Group(random, number))];
#pragma warning restore CA5394
    }

    public IReadOnlyList<DemoPerson> People { get; }

    public IReadOnlyList<DemoGroup> Groups { get; }

    static DemoPerson Person(Random random, int number)
    {
        var (given, family) = (Pick(random, GivenNames), Pick(random, FamilyNames));
        var local = $"{Plain(given)}.{Plain(family)}.{number}";
        return new(
            NewId(random), $"{local}@contoso.example", given, family, Pick(random, Titles), Pick(random, Departments), $"{104_000 + number}", Pick(random, Cities));
    }

    DemoGroup Group(Random random, int number)
    {
        if (number < Departments.Length)
            return new(NewId(random), Departments[number], [.. People.Where(person => person.Department == Departments[number])]);

        var city = Cities[number % Cities.Length];
        return new(NewId(random), $"Office {city} {number - Departments.Length + 1}", [.. People.Where(person => person.City == city)]);
    }

#pragma warning disable CA5394
    static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];

    static string NewId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString("D");
    }
#pragma warning restore CA5394

    static string Plain(string name) => string.Concat(name.ToLowerInvariant().Normalize(System.Text.NormalizationForm.FormD).Where(char.IsAsciiLetter));
}
