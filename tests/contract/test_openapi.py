"""The OpenAPI document says what the server does."""

from __future__ import annotations

from served import Served

# Design, section 5.
CONTRACT = [
    ("get", "/v1/health"),
    ("get", "/v1/openapi.json"),
    ("post", "/v1/pairings"),
    ("post", "/v1/pairings/{id}"),
    ("post", "/v1/rewrites"),
    ("post", "/v1/drift"),
    ("post", "/v1/decisions"),
    ("get", "/v1/writers/{name}"),
    ("delete", "/v1/writers/{name}"),
    ("post", "/v1/writers/{name}/samples"),
    ("get", "/v1/writers/{name}/questions"),
    ("post", "/v1/writers/{name}/questions"),
    ("get", "/v1/charters"),
    ("put", "/v1/charters/{name}"),
]


def test_every_address_of_the_contract_is_described(served: Served) -> None:
    paths = served.client().get("/v1/openapi.json").json["paths"]
    assert [found for found in CONTRACT if found[0] not in paths.get(found[1], {})] == []


def test_every_address_served_is_described(served: Served) -> None:
    paths = served.contract.document["paths"]
    rules = [rule.rule for rule in served.app.url_map.iter_rules() if rule.rule.startswith("/v1")]
    assert len(set(rules)) == len(paths)


def test_every_reference_leads_somewhere(served: Served) -> None:
    schemas = served.contract.document["components"]["schemas"]

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if "$ref" in node:
                assert node["$ref"].removeprefix("#/components/schemas/") in schemas
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(served.contract.document)


def test_operations_have_their_own_names(served: Served) -> None:
    names = [
        described["operationId"]
        for item in served.contract.document["paths"].values()
        for described in item.values()
    ]
    assert len(names) == len(set(names))
