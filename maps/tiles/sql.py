"""The SQL that makes a tile of each layer; PostGIS cuts, simplifies and encodes.

`grown` is the tile and its buffer (64 of 4096 units): lines that only touch the border are drawn.
"""

BASEMAP = """
WITH tile AS (
  SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS env,
         ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.015625) AS grown
), feature AS MATERIALIZED (
  SELECT f.kind, f.detail,
         CASE WHEN f.kind <> 'street' OR %(z)s >= 13 THEN nullif(f.name, '') END AS name,
         ST_AsMVTGeom(
           CASE WHEN %(z)s >= 14 OR f.kind = 'place' THEN f.geometry
                ELSE ST_Simplify(f.geometry, %(half_pixel_m)s) END,
           tile.env, 4096, 64, true) AS geom
    FROM transit_basemapfeature f, tile
   WHERE f.build_id = ANY(%(builds)s) AND f.min_zoom <= %(z)s AND f.geometry && tile.grown
   ORDER BY f.id
), drawn AS MATERIALIZED (SELECT * FROM feature WHERE geom IS NOT NULL)
SELECT (SELECT ST_AsMVT(t, 'water', 4096, 'geom')
          FROM (SELECT detail, name, geom FROM drawn WHERE kind = 'water') t)
    || (SELECT ST_AsMVT(t, 'green', 4096, 'geom')
          FROM (SELECT detail, name, geom FROM drawn WHERE kind = 'green') t)
    || (SELECT ST_AsMVT(t, 'building', 4096, 'geom')
          FROM (SELECT detail, geom FROM drawn WHERE kind = 'building') t)
    || (SELECT ST_AsMVT(t, 'street', 4096, 'geom')
          FROM (SELECT detail, name, geom FROM drawn WHERE kind = 'street') t)
    || (SELECT ST_AsMVT(t, 'rail', 4096, 'geom')
          FROM (SELECT detail, geom FROM drawn WHERE kind = 'rail') t)
    || (SELECT ST_AsMVT(t, 'place', 4096, 'geom')
          FROM (SELECT detail, name, geom FROM drawn WHERE kind = 'place') t)
"""

QPV = """
WITH tile AS (
  SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS env,
         ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.015625) AS grown
)
SELECT ST_AsMVT(t, 'qpv', 4096, 'geom') FROM (
  SELECT q.code, q.name,
         ST_AsMVTGeom(ST_Transform(q.contour, 3857), tile.env, 4096, 64, true) AS geom
    FROM qpv_data_qpv q, tile
   WHERE q.vintage = %(vintage)s AND q.contour && ST_Transform(tile.grown, 4326)
   ORDER BY q.code
) t WHERE geom IS NOT NULL
"""

COLLEGES = """
WITH tile AS (
  SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS env,
         ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.015625) AS grown
)
SELECT ST_AsMVT(t, 'colleges', 4096, 'geom') FROM (
  SELECT c.uai, c.name, c.priority,
         ST_AsMVTGeom(ST_Transform(c.point, 3857), tile.env, 4096, 64, true) AS geom
    FROM qpv_data_college c, tile
   WHERE c.is_open AND c.point && ST_Transform(tile.grown, 4326)
   ORDER BY c.uai
) t WHERE geom IS NOT NULL
"""
